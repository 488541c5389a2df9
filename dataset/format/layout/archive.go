package layout

import (
	"archive/zip"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/format/array"
	"lacuna/dataset/format/table"
	"lacuna/internal/say"
)

// What an archive may unpack to: so much more than its own size, beyond what any
// may. Its files are unpacked one by one, never to the disk.
const (
	mostArchived = 1 << 20 // files
	mostRatio    = 200
	freeUnpacked = 256 << 20
)

// Archive opens a zip archive of a place as a file system, as if it had been
// unpacked; the one folder that everything lies in is left out. It is nil for
// files of other kinds, and for archives of nothing but tables, which the room
// of tables reads. The archive stays open until it is closed by what is returned
// beside it.
func Archive(fsys fs.FS, file string) (fs.FS, io.Closer, error) {
	if !strings.EqualFold(path.Ext(file), ".zip") {
		return nil, nil, nil
	}
	in, err := fsys.Open(file)
	if err != nil {
		return nil, nil, nil // whoever reads tables says why
	}
	list := archived(in)
	if list == nil || !holdsFiles(list.File) {
		return nil, nil, in.Close()
	}
	if why := unfit(list.File, sizeOf(in)); why != "" {
		_ = in.Close()
		return nil, nil, &dataset.UserError{What: say.Kept("%s cannot be read", file), Why: why, Try: say.Mark("Unpack it and open the folder.")}
	}
	if inside := topFolder(list.File); inside != "" {
		sub, err := fs.Sub(list, inside)
		return sub, in, err
	}
	return list, in, nil
}

// OnlyArchive returns the zip archive that is all that lies in a place, so that
// the place is what was packed; nil where there is more, or something else.
func OnlyArchive(fsys fs.FS) []string {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil
	}
	var files []string
	for _, e := range entries {
		switch name := e.Name(); {
		case isJunk(name) || !e.IsDir() && isDocument(name):
		case e.IsDir() || !strings.EqualFold(path.Ext(name), ".zip") || len(files) > 0:
			return nil
		default:
			files = append(files, name)
		}
	}
	return files
}

// archived lists an archive; nil for a file that is none, or a broken one: what
// is wrong with it is said where tables are read.
func archived(in fs.File) *zip.Reader {
	at, ok := in.(io.ReaderAt)
	if !ok {
		return nil
	}
	list, err := zip.NewReader(at, sizeOf(in))
	if err != nil {
		return nil
	}
	return list
}

func sizeOf(in fs.File) int64 {
	info, err := in.Stat()
	if err != nil {
		return 0
	}
	return info.Size()
}

// slashed writes the name of an entry as it should be, where Windows wrote it.
func slashed(name string) string { return strings.ReplaceAll(name, `\`, "/") }

// inArchive says whether an entry is a file that may be part of data.
func inArchive(name string) bool {
	for part := range strings.SplitSeq(strings.TrimSuffix(slashed(name), "/"), "/") {
		if part != ".." && isJunk(part) {
			return false
		}
	}
	return !strings.HasSuffix(name, "/")
}

// holdsFiles says whether there are files of media or of arrays in an archive,
// or what this program writes about its tables.
func holdsFiles(list []*zip.File) bool {
	for _, f := range list {
		like := natureOf(f.Name)
		isFile := !isDocument(f.Name) && !table.Is(f.Name) && (like.kind != "" || like.strange || array.Is(f.Name))
		if inArchive(f.Name) && (isFile || path.Base(f.Name) == AboutFile) {
			return true
		}
	}
	return false
}

// unfit says why an archive is not opened, or "".
func unfit(list []*zip.File, size int64) string {
	if len(list) > mostArchived {
		return say.Kept("the archive holds more than %d files", mostArchived)
	}
	left := uint64(max(size*mostRatio, freeUnpacked))
	for _, f := range list {
		switch name := slashed(f.Name); {
		case !filepath.IsLocal(name) || path.IsAbs(name):
			return say.Kept("the archive holds a file that is to lie outside of it: %q", f.Name)
		case f.Flags&1 != 0:
			return say.Mark("the archive is encrypted")
		case f.UncompressedSize64 > left:
			return say.Mark("its files unpack to more than those of an archive of that size can hold")
		}
		left -= f.UncompressedSize64
	}
	return ""
}

// topFolder returns the folder that all files of an archive lie in, or "".
func topFolder(list []*zip.File) string {
	top := ""
	for _, f := range list {
		if !inArchive(f.Name) {
			continue
		}
		first, rest, _ := strings.Cut(slashed(f.Name), "/")
		if rest == "" || top != "" && top != first {
			return ""
		}
		top = first
	}
	return top
}
