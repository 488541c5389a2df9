//go:build unix

package file

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// What a user keeps private stays so.
func TestNewFilesHaveTheUsersRights(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0o077))
	path := filepath.Join(t.TempDir(), "a.csv")
	if err := Write(path, strings.NewReader("one")); err != nil {
		t.Fatal(err)
	}
	if about, err := os.Stat(path); err != nil || about.Mode().Perm() != 0o600 {
		t.Errorf("its rights are %v, %v", about.Mode(), err)
	}
}
