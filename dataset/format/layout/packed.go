package layout

import (
	"io"
	"path"
	"strings"

	"lacuna/internal/say"
)

// packedEndings are those of single files that were packed in ways that are not
// read, and unpackers the lines that unpack all of a folder.
var (
	packedEndings = []string{".bz2", ".xz", ".zst", ".lz4", ".lzma", ".z", ".br"}
	unpackers     = []struct{ ending, command string }{
		{".bz2", say.Code("bzip2 -dk *.bz2")}, {".xz", say.Code("xz -dk *.xz")}, {".zst", say.Code("zstd -dk *.zst")}, {".lz4", say.Code("lz4 -dkm *.lz4")},
		{".lzma", say.Code("xz -dk --format=lzma *.lzma")}, {".z", say.Code("uncompress -k *.Z")}, {".br", say.Code("brotli -dk *.br")},
	}
)

func hasEnding(file, ending string) bool { return strings.EqualFold(path.Ext(file), ending) }

// isPacked says whether a file is packed in a way that is not read.
func isPacked(file string) bool {
	for _, ending := range packedEndings {
		if hasEnding(file, ending) {
			return true
		}
	}
	return false
}

// isMarkup says whether a file is Markdown or a web page.
func isMarkup(file string) bool {
	for _, ending := range []string{".md", ".markdown", ".html", ".htm"} {
		if hasEnding(file, ending) {
			return true
		}
	}
	return false
}

// isStrayMarkup says whether a file is one of a few in its folder that hold a
// table in Markdown or HTML: a folder of many holds the texts of records.
func (f *finder) isStrayMarkup(e *entry) bool {
	const few = 3
	in := f.tree.folder(path.Dir(e.path))
	if !isMarkup(e.path) || f.place.Files != nil || in == nil {
		return false
	}
	n := 0
	for k := range in.list {
		n += count(isMarkup(in.list[k].base))
	}
	return n <= few && f.whyMarkup(e.path) != ""
}

// whyMarkup says that a table in Markdown or in a web page is not read; "" for
// files without one.
func (f *finder) whyMarkup(file string) string {
	const most = 1 << 16
	if !isMarkup(file) {
		return ""
	}
	in, err := f.place.FS.Open(file)
	if err != nil {
		return ""
	}
	defer func() { _ = in.Close() }()
	text, err := io.ReadAll(io.LimitReader(in, most))
	if err != nil || !strings.Contains(strings.ToLower(string(text)), "<table") && !hasPipes(string(text)) {
		return ""
	}
	return say.Mark("it holds a table in Markdown or HTML, which is not read; save it as CSV, for example with a spreadsheet program")
}

// hasPipes says whether a text holds the line under the header of a table in
// Markdown: |---|:--|.
func hasPipes(text string) bool {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if strings.Contains(line, "|") && strings.Contains(line, "--") && strings.Trim(line, "|-: \t") == "" {
			return true
		}
	}
	return false
}
