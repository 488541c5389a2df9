package guide

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestEveryPageIsInTheGuide(t *testing.T) {
	written, err := filepath.Glob("*.md")
	if err != nil || len(written) != len(names) {
		t.Errorf("%d pages are written and %d named (%v)", len(written), len(names), err)
	}
	for _, p := range Pages() {
		if p.Title == "" || strings.Contains(p.Title, "\n") || !strings.HasPrefix(p.Text, "# "+p.Title+"\n") {
			t.Errorf("%s: the page does not begin with its title", p.Name)
		}
		if len(p.Commands()) == 0 {
			t.Errorf("%s: no command to try", p.Name)
		}
	}
}

func TestLinksLeadSomewhere(t *testing.T) {
	for _, p := range Pages() {
		for _, link := range regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(p.Text, -1) {
			if _, err := os.Stat(link[1]); err != nil {
				t.Errorf("%s links to %s: %v", p.Name, link[1], err)
			}
		}
	}
}

func TestFindNamesAll(t *testing.T) {
	if p, err := Find("data"); err != nil || p.Title != "Your own data" {
		t.Fatal(p.Title, err)
	}
	if _, err := Find("nonsense"); err == nil || !strings.Contains(err.Error(), "protocol") {
		t.Fatal(err)
	}
}

func TestPicturesAreThere(t *testing.T) {
	shown, names := 0, map[string]string{}
	for _, p := range Pages() {
		whole := ""
		for _, part := range p.Parts() {
			if part.Picture == "" {
				whole += part.Text
				continue
			}
			shown++
			data, err := Picture(part.Picture)
			if err != nil || part.Text == "" {
				t.Errorf("%s: %s, said to be %q: %v", p.Name, part.Picture, part.Text, err)
			}
			if other, ok := names[string(data)]; ok {
				t.Errorf("%s and %s show the same picture", other, p.Name)
			}
			names[string(data)] = p.Name
			if _, err := png.Decode(bytes.NewReader(data)); err != nil {
				t.Errorf("%s: %s: %v", p.Name, part.Picture, err)
			}
		}
		if whole != p.Plain() || strings.Contains(whole, "![") {
			t.Errorf("%s: the parts are not the page", p.Name)
		}
	}
	if shown == 0 {
		t.Error("no page has a picture")
	}
}
