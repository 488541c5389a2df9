package dataset

import (
	"bytes"

	"lacuna/internal/say"
)

// ErrPointer says why a file holds none of its data: it is what Git LFS leaves
// in its place until the data are fetched.
var ErrPointer = say.Error("it is a pointer of Git LFS, whose data were not fetched; get them with git lfs pull")

// IsPointer says whether a file that begins so is a pointer of Git LFS.
func IsPointer(head []byte) bool {
	return bytes.HasPrefix(head, []byte("version https://git-lfs.github.com/spec/"))
}
