package cli

import (
	"context"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"lacuna/assets/gallery"
)

var _ = register(newGallery)

// lessonEntry is one lesson in the JSON of gallery.
type lessonEntry struct {
	Name     string   `json:"name"`
	Title    string   `json:"title"`
	Question string   `json:"question"`
	Finding  string   `json:"finding"`
	Look     []string `json:"look"`
	Commands []string `json:"commands"`
}

func newGallery(a *app) *cobra.Command {
	out := ""
	cmd := &cobra.Command{
		Use:   "gallery [NAME]",
		Short: "List six small studies that each teach one lesson, or write one",
		Long: `List six small studies that each teach one lesson about missing modalities, or
write one: its data as CSV, a project file with the comparison to run, and
LESSON.md, which says what to look at. The data are drawn from a seed; nothing is
downloaded.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("gallery takes one NAME; without one it lists them")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.listLessons()
			}
			lesson, err := gallery.Find(args[0])
			if err != nil {
				return usageError{err}
			}
			if out == "" {
				return usagef("gallery %s needs a folder to write: -o DIR", lesson.Name)
			}
			return a.writeLesson(cmd.Context(), lesson, out)
		},
	}
	a.jsonFlag(cmd)
	cmd.Flags().StringVarP(&out, "output", "o", "", "folder to write the lesson to")
	return cmd
}

func (a *app) listLessons() error {
	var list []lessonEntry
	var rows [][]string
	for _, l := range gallery.All() {
		list = append(list, lessonEntry{l.Name, l.Title, l.Question, oneLine(l.Finding), l.Look, l.Commands})
		rows = append(rows, []string{l.Name, l.Title, l.Question})
	}
	if a.json {
		return a.document(list)
	}
	a.table(rows)
	a.say("\nWrite one with: lacuna gallery NAME -o DIR")
	return nil
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// writeLesson writes a lesson with its project, which is not run.
func (a *app) writeLesson(ctx context.Context, l gallery.Lesson, dir string) error {
	file, err := l.Write(ctx, dir)
	if err != nil {
		return err
	}
	a.say("%s\n\n%s\n\nwritten to %s; read %s, then: lacuna run %s", l.Title, l.Finding, dir, filepath.Join(dir, "LESSON.md"), file)
	return nil
}
