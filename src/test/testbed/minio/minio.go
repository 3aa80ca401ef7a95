//go:build pinned

// Package pinned names MinIO's server, so that go.mod and go.sum hold its version and the sums of everything it is made of.
package pinned

import _ "github.com/minio/minio"
