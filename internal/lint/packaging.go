package lint

import (
	"encoding/xml"
	"fmt"
	"regexp"
	"strings"
)

// Files that tell other systems what the program is. They must agree, or a
// desktop shows the wrong icon, name or file type.
const (
	manifestFile = "FyneApp.toml"
	linuxFolder  = "assets/linux/"
)

const agree = "FyneApp.toml and the files in assets/linux describe one program: a desktop joins them by these words"

// packaging reports disagreement between FyneApp.toml, the desktop entry, the
// AppStream metadata and the MIME type.
func packaging(t *Tree) []Finding {
	manifest := t.text(manifestFile)
	if manifest == "" {
		return []Finding{{manifestFile, "is missing", agree}}
	}
	id := field(manifest, "ID")
	desktop, stream, mime := t.text(linuxFolder+id+".desktop"), t.text(linuxFolder+id+".metainfo.xml"), t.text(linuxFolder+id+".xml")
	var found []Finding
	check := func(file string, ok bool, what string, args ...any) {
		if !ok {
			found = append(found, Finding{file, fmt.Sprintf(what, args...), agree})
		}
	}
	var meta appStream
	check(linuxFolder+id+".metainfo.xml", xml.Unmarshal([]byte(stream), &meta) == nil, "is no AppStream metadata")
	check(linuxFolder+id+".metainfo.xml", meta.ID == id, "id is %q, want %q", meta.ID, id)
	check(linuxFolder+id+".metainfo.xml", meta.newest() == field(manifest, "Version"), "newest release is %q, want %q", meta.newest(), field(manifest, "Version"))
	check(linuxFolder+id+".desktop", field(desktop, "Icon") == id, "Icon is %q, want %q", field(desktop, "Icon"), id)
	check(linuxFolder+id+".desktop", field(desktop, "StartupWMClass") == field(manifest, "Name"),
		"StartupWMClass is %q, want %q", field(desktop, "StartupWMClass"), field(manifest, "Name"))
	var types mimeInfo
	check(linuxFolder+id+".xml", xml.Unmarshal([]byte(mime), &types) == nil, "is no MIME package")
	for _, kind := range types.Types {
		check(linuxFolder+id+".desktop", strings.Contains(field(desktop, "MimeType"), kind.Type+";"), "does not open %s", kind.Type)
	}
	return sorted(found)
}

// appStream is what we compare of a metainfo file.
type appStream struct {
	XMLName  xml.Name `xml:"component"`
	ID       string   `xml:"id"`
	Releases []struct {
		Version string `xml:"version,attr"`
	} `xml:"releases>release"`
}

func (a appStream) newest() string {
	if len(a.Releases) == 0 {
		return ""
	}
	return a.Releases[0].Version
}

// mimeInfo is what we compare of a shared MIME package.
type mimeInfo struct {
	XMLName xml.Name `xml:"mime-info"`
	Types   []struct {
		Type string `xml:"type,attr"`
	} `xml:"mime-type"`
}

// text returns a file's text, or "".
func (t *Tree) text(name string) string {
	for _, f := range t.Files {
		if f.Path == name {
			return string(f.Text)
		}
	}
	return ""
}

// field returns the value of a `Key = "value"` or `Key=value` line.
func field(text, key string) string {
	line := regexp.MustCompile(`(?m)^\s*` + regexp.QuoteMeta(key) + `\s*=\s*(.*?)\s*$`).FindStringSubmatch(text)
	if line == nil {
		return ""
	}
	return strings.Trim(line[1], `"`)
}
