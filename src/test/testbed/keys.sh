# shellcheck shell=bash
# Sourced by up.sh: the cluster's certificate authority, its three key pairs and the administrator's kubeconfig. RSA, since every Java
# client reads such keys without another library.

PKI=$STATE/pki

# certify NAME SUBJECT EXTENSION
certify() {
  openssl req -newkey rsa:2048 -noenc -subj "$2" -keyout "$PKI/$1.key" -out "$PKI/$1.csr"
  openssl x509 -req -in "$PKI/$1.csr" -CA "$PKI/ca.crt" -CAkey "$PKI/ca.key" -CAcreateserial -days 30 -out "$PKI/$1.crt" \
    -extfile <(echo "$3")
}

# make_keys LOG: what openssl says goes there
make_keys() {
  local service=kubernetes.default.svc
  mkdir "$PKI"
  exec 3>&2 2>"$1"
  chmod 700 "$PKI"
  openssl req -x509 -newkey rsa:2048 -noenc -days 30 -subj /CN=testbed -keyout "$PKI/ca.key" -out "$PKI/ca.crt" \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign
  certify apiserver /CN=kube-apiserver \
    "subjectAltName=IP:$API_ADDRESS,IP:127.0.0.1,DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:$service,DNS:$service.cluster.local"
  certify admin /O=system:masters/CN=admin extendedKeyUsage=clientAuth
  openssl genrsa -out "$PKI/accounts.key" 2048
  (umask 077 && cat >"$KUBECONFIG" <<YAML)
apiVersion: v1
kind: Config
current-context: testbed
contexts: [{name: testbed, context: {cluster: testbed, user: admin, namespace: default}}]
clusters:
- name: testbed
  cluster: {server: "https://$API_ADDRESS:443", certificate-authority-data: $(base64 -w0 "$PKI/ca.crt")}
users:
- name: admin
  user: {client-certificate-data: $(base64 -w0 "$PKI/admin.crt"), client-key-data: $(base64 -w0 "$PKI/admin.key")}
YAML
  exec 2>&3 3>&-
}
