package cli

import (
	"archive/zip"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"lacuna/dataset/format"
	"lacuna/experiment"
	"lacuna/internal/report"
	"lacuna/project"
)

var _ = register(newCapsule)

func newCapsule(a *app) *cobra.Command {
	out := ""
	cmd := &cobra.Command{
		Use:   "capsule STUDY",
		Short: "Write a project with all its results as one file that needs no data",
		Long: `Write the newest comparison of a project as one zip file that needs no data: the
project file, every finished run, the report, the predictions, and, where the data
are at hand, the masks and the splits by the ids of the records. The data
themselves and trained models are not in it.

Unpacked, results, chart, report, status, export-predictions and verify --stored
work on its project file; with the data (run STUDY --data PATH) verify does
jobs once more.`,
		Example: "  lacuna capsule study.lacuna -o study.zip",
		Args:    exactly("STUDY"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if out == "" {
				return usagef("capsule needs a file to write: -o STUDY.zip")
			}
			if err := target("-o", out, args[0], "a capsule", ".zip"); err != nil {
				return err
			}
			return a.unlessStopped(cmd.Context(), func(a *app) error { return a.capsule(cmd.Context(), args[0], out) })
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "file to write, .zip")
	return cmd
}

func (a *app) capsule(ctx context.Context, file, out string) (err error) {
	s, err := a.openResults(ctx, file)
	if err != nil {
		return err
	}
	input, err := a.reportInput(ctx, s)
	if err != nil {
		return err
	}
	temp, err := os.MkdirTemp("", "lacuna-capsule-")
	if err != nil {
		return fmt.Errorf("capsule: %w", err)
	}
	defer func() { err = cmp.Or(err, os.RemoveAll(temp)) }()
	name := strings.TrimSuffix(filepath.Base(file), project.Extension)
	inside := filepath.Join(temp, name)
	if err := os.Mkdir(inside, 0o755); err != nil {
		return fmt.Errorf("capsule: %w", err)
	}
	if err := s.fillCapsule(filepath.Join(inside, name+project.Extension), input.Jobs); err != nil {
		return fmt.Errorf("capsule of %s: %w", file, err)
	}
	if err := writeReport(filepath.Join(inside, "report.html"), input); err != nil {
		return err
	}
	err = writeFile(filepath.Join(inside, "predictions.parquet"), func(w io.Writer) error { return report.WriteParquet(w, input.Study) })
	if err != nil {
		return err
	}
	err = writeFile(out, func(w io.Writer) error {
		z := zip.NewWriter(w)
		if err := z.AddFS(os.DirFS(temp)); err != nil {
			return err
		}
		return z.Close()
	})
	if err == nil {
		a.say("written to %s: %s, predictions and report", out, numbered(len(input.Study.Runs)+len(input.Study.Beside), "run"))
	}
	return err
}

// fillCapsule writes the project file, its runs and their tables into a folder of
// its own.
func (s *study) fillCapsule(file string, jobs []experiment.Job) error {
	p, err := project.Open(s.file)
	if err != nil {
		return err
	}
	if p.Dataset.Path != "" { // the data lie beside the capsule, if anywhere
		p.Dataset.Path = filepath.Base(p.Dataset.Path)
	}
	spec, folder := s.spec, filepath.Dir(file)
	if from := project.Resolved(s.file, spec.Mask.File); from != "" {
		if text, err := os.ReadFile(from); err == nil {
			spec.Mask.File = "mask" + filepath.Ext(from)
			if err := os.WriteFile(filepath.Join(folder, spec.Mask.File), text, 0o644); err != nil {
				return err
			}
		}
	}
	p.Specs = []experiment.Spec{spec}
	if err := project.Save(file, p); err != nil {
		return err
	}
	if err := s.copyRuns(project.NewStore(project.RunsFolder(file)), spec, jobs); err != nil {
		return err
	}
	err = writeFile(filepath.Join(folder, "predictions.csv"), func(w io.Writer) error { return s.writePredictions(w, jobs) })
	if err != nil || s.data == nil {
		return err
	}
	if err := writeFile(filepath.Join(folder, "splits.csv"), func(w io.Writer) error { return s.writeSplits(w, jobs) }); err != nil {
		return err
	}
	return s.writeMasks(filepath.Join(folder, "masks"), jobs)
}

// copyRuns copies the plan and the finished runs.
func (s *study) copyRuns(to *project.Store, spec experiment.Spec, jobs []experiment.Job) error {
	outline := s.outline
	if s.data != nil {
		outline = experiment.OutlineOf(s.data, jobs)
	}
	if err := to.SaveOutline(spec, outline); err != nil {
		return err
	}
	for _, j := range outline.Jobs {
		if id, ok := j.Done(s.store); ok {
			if err := s.store.Copy(to, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeMasks writes each mask that hides something once, under the seed that it
// was used with first.
func (s *study) writeMasks(folder string, jobs []experiment.Job) error {
	seen := map[string]bool{}
	for _, j := range experiment.Divisions(jobs) {
		hash := j.Mask.Hash()
		if seen[hash] || j.Mask.Name == string(experiment.Natural) {
			continue
		}
		seen[hash] = true
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
		meta := format.MaskMeta{Mechanism: j.Mask.Name, Root: j.Root, Seed: uint64(j.Seed), Rates: j.Mask.Apply(s.data.Presence).Rates(nil)}
		err := writeFile(filepath.Join(folder, fmt.Sprintf("seed%d-fold%d.csv", j.Seed, j.Fold)), func(w io.Writer) error {
			return format.WriteMask(w, s.data, j.Mask, meta)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
