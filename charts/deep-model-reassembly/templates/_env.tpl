{{/* The operator's configuration. What is empty is left to the operator's defaults. */}}
{{- define "reassembly.env" -}}
- name: POD_NAME
  valueFrom: {fieldRef: {fieldPath: metadata.name}}
- name: POD_NAMESPACE
  valueFrom: {fieldRef: {fieldPath: metadata.namespace}}
- {name: QUARKUS_HTTP_PORT, value: {{ .Values.port | quote }}}
- name: QUARKUS_OPERATOR_SDK_NAMESPACES
  value: {{ if eq .Values.watch.scope "Cluster" }}JOSDK_ALL_NAMESPACES{{ else }}{{ .Values.watch.namespaces | join "," | default "JOSDK_WATCH_CURRENT" }}{{ end }}
- name: REASSEMBLY_STEPS_IMAGE
  value: "{{ .Values.steps.image.repository }}:{{ .Values.steps.image.tag | default .Chart.AppVersion }}"
- {name: REASSEMBLY_STEPS_PULL_POLICY, value: {{ .Values.steps.image.pullPolicy }}}
- {name: REASSEMBLY_STEPS_SERVICE_ACCOUNT, value: {{ .Values.steps.serviceAccount }}}
- {name: REASSEMBLY_STEPS_RETRIES, value: {{ .Values.steps.retries | quote }}}
- {name: REASSEMBLY_TTL_SUCCESS, value: {{ .Values.ttl.success | quote }}}
- {name: REASSEMBLY_TTL_FAILURE, value: {{ .Values.ttl.failure | quote }}}
{{- range $name, $value := dict
  "REASSEMBLY_STEPS_SCRATCH_LIMIT" .Values.steps.scratchLimit
  "REASSEMBLY_STORAGE_ENDPOINT" .Values.storage.endpoint
  "REASSEMBLY_STORAGE_BUCKET" .Values.storage.bucket
  "REASSEMBLY_STORAGE_PREFIX" .Values.storage.prefix
  "REASSEMBLY_STORAGE_REGION" .Values.storage.region
  "REASSEMBLY_STORAGE_SECRET_NAME" .Values.storage.secretName
  "REASSEMBLY_ARTIFACT_REPOSITORY_CONFIG_MAP" .Values.artifactRepository.configMap
  "REASSEMBLY_ARTIFACT_REPOSITORY_KEY" .Values.artifactRepository.key }}
{{- with $value }}
- {name: {{ $name }}, value: {{ . | quote }}}
{{- end }}
{{- end }}
{{- range $step, $quantities := .Values.steps.resources }}
{{- range $quantity, $value := $quantities }}
- {name: REASSEMBLY_STEPS_RESOURCES_{{ upper $step }}_{{ upper $quantity }}, value: {{ $value | quote }}}
{{- end }}
{{- end }}
{{- with .Values.steps.parallelism }}
- {name: REASSEMBLY_PARALLELISM, value: {{ . | quote }}}
{{- end }}
{{- if include "reassembly.leaderElection" . }}
- {name: REASSEMBLY_LEADER_ELECTION_ENABLED, value: "true"}
- {name: REASSEMBLY_LEADER_ELECTION_LEASE_NAME, value: {{ include "reassembly.name" . }}}
- {name: REASSEMBLY_LEADER_ELECTION_LEASE_NAMESPACE, value: {{ .Release.Namespace }}}
{{- end }}
{{- with .Values.env }}
{{ toYaml . }}
{{- end }}
{{- end }}
