//go:build !amd64 || purego

package kernel

import "testing"

// everyPath runs a test on the only path that this machine has.
func everyPath(t *testing.T, test func(t *testing.T)) { t.Run("plain", test) }
