{{- define "reassembly.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 53 | trimSuffix "-" }}{{ else }}{{ printf "%s-operator" .Release.Name | trunc 53 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "reassembly.selector" -}}
app.kubernetes.io/name: reassembly-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "reassembly.labels" -}}
{{ include "reassembly.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: deep-model-reassembly
{{- end }}

{{/* Namespaces with workflows: a JSON list. */}}
{{- define "reassembly.namespaces" -}}
{{ .Values.watch.namespaces | default (list .Release.Namespace) | toJson }}
{{- end }}

{{- define "reassembly.leaderElection" -}}
{{- if gt (int .Values.replicas) 1 }}true{{ end }}
{{- end }}

{{/* What the operator does to the resources of a namespace, and nothing more: docs/operator.md says why each verb is needed. */}}
{{- define "reassembly.rules" -}}
- apiGroups: [reassembly.dev]
  resources: [modelreassemblies]
  verbs: [get, list, watch]
- apiGroups: [reassembly.dev]
  resources: [modelreassemblies/status]
  verbs: [patch]
- apiGroups: [argoproj.io]
  resources: [workflows]
  verbs: [get, list, watch, create, patch]
- apiGroups: [""]
  resources: [configmaps]
  verbs: [get, create]
- apiGroups: [""]
  resources: [events]
  verbs: [create]
{{- end }}
