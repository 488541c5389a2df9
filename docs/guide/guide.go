// Package guide is the user guide: pages of Markdown for a newcomer, built into
// the program. Every command on them is run by a test.
package guide

import (
	"embed"
	"fmt"
	"regexp"
	"strings"
)

//go:embed *.md pictures
var files embed.FS

// Page is one page of the guide.
type Page struct {
	Name  string // one word, as on the command line
	Title string
	Text  string // Markdown
}

// names are the pages in the order in which they are best read.
var names = []string{"first", "data", "strata", "protocol", "generation", "clusters", "methods"}

// Pages returns all pages in the order in which they are best read.
func Pages() []Page {
	pages := make([]Page, 0, len(names))
	for _, name := range names {
		text, err := files.ReadFile(name + ".md")
		if err != nil {
			panic("guide: a page that is not embedded: " + name) // a test opens all of them
		}
		title, _, _ := strings.Cut(strings.TrimPrefix(string(text), "# "), "\n")
		pages = append(pages, Page{name, title, string(text)})
	}
	return pages
}

// Find returns the page of a name; the error lists the names that there are.
func Find(name string) (Page, error) {
	for _, p := range Pages() {
		if p.Name == name {
			return p, nil
		}
	}
	return Page{}, fmt.Errorf("there is no page %q; there are %s", name, strings.Join(names, ", "))
}

// picture is a line that holds nothing but a picture.
var picture = regexp.MustCompile(`(?m)^!\[([^\]]*)\]\((pictures/[^)]+)\)\n`)

// Part is a stretch of a page: text, or a picture.
type Part struct {
	Text    string // Markdown; of a picture, what is on it
	Picture string // the name of its file, for Picture; "" for text
}

// Parts splits the page at its pictures.
func (p Page) Parts() []Part {
	var parts []Part
	from := 0
	for _, m := range picture.FindAllStringSubmatchIndex(p.Text, -1) {
		parts = append(parts, Part{Text: p.Text[from:m[0]]}, Part{p.Text[m[2]:m[3]], p.Text[m[4]:m[5]]})
		from = m[1]
	}
	return append(parts, Part{Text: p.Text[from:]})
}

// Picture returns a picture of the guide, a PNG, by the name that Part has.
func Picture(name string) ([]byte, error) { return files.ReadFile(name) }

// Plain is the page for a terminal: without its pictures.
func (p Page) Plain() string { return picture.ReplaceAllString(p.Text, "") }

// fence is a block of commands.
var fence = regexp.MustCompile("(?ms)^```\n(.*?)^```$")

// Commands returns the lines of the page that call the program, in order.
func (p Page) Commands() []string {
	var list []string
	for _, block := range fence.FindAllStringSubmatch(p.Text, -1) {
		list = append(list, strings.Split(strings.TrimSpace(block[1]), "\n")...)
	}
	return list
}
