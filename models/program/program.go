package program

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/param"
	"lacuna/internal/saved"
	"lacuna/internal/say"
	"lacuna/models"
)

// Prefix begins the name of a method that is a program: "exec:./train.py".
const Prefix = "exec:"

// Is says whether a method is a program.
func Is(method string) bool { return strings.HasPrefix(method, Prefix) }

// Hash returns the SHA-256 of the file of a program.
func Hash(method string) (string, error) {
	text, err := os.ReadFile(strings.TrimPrefix(method, Prefix))
	if err != nil {
		return "", say.Errorf("method %s: %w", method, err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// Info describes the method that a program is; hash is that of its file when
// the comparison was made.
func Info(method, hash string) models.Info {
	return models.Info{
		Name: method, Title: strings.TrimPrefix(method, Prefix), Help: say.Mark("A program of your own."), Kind: models.Robust,
		New: func(param.Values) models.Model {
			return &Model{name: method, path: strings.TrimPrefix(method, Prefix), hash: hash}
		},
	}
}

// Model is a program at work. Close removes its folder.
type Model struct {
	name, path, hash string
	folder           string
	columns          []int
}

var _ models.Model = (*Model)(nil)

// Fit writes the development records and runs the program on them.
func (m *Model) Fit(ctx context.Context, train, validation dataset.View, env job.Env) error {
	if err := m.Close(); err != nil {
		return err
	}
	if hash, err := Hash(m.name); err != nil {
		return err
	} else if hash != m.hash {
		return say.Errorf("%s is not the program that the comparison was made with; compare again to use it as it is now", m.path)
	}
	var err error
	if m.folder, err = os.MkdirTemp("", "lacuna-program-*"); err != nil {
		return say.Errorf("%s: %w", m.name, err)
	}
	parts := []part{{"train", train}, {"validation", validation}}
	if err := errors.Join(writeTask(m.folder, train, env), writeRecords(filepath.Join(m.folder, "development"), parts, true)); err != nil {
		return say.Errorf("%s: %w", m.name, err)
	}
	if err := m.run(ctx, "fit", env); err != nil {
		return err
	}
	m.columns = columnsOf(train)
	return nil
}

// Predict writes the records of a view and runs the program on them.
func (m *Model) Predict(ctx context.Context, v dataset.View, env job.Env) (*models.Prediction, error) {
	if m.columns == nil {
		return nil, say.Errorf("%s: %w", m.name, models.ErrNotFitted)
	}
	folder := filepath.Join(m.folder, "test")
	if err := errors.Join(os.RemoveAll(folder), writeRecords(folder, []part{{"", v}}, false)); err != nil {
		return nil, say.Errorf("%s: %w", m.name, err)
	}
	if err := m.run(ctx, "predict", env); err != nil {
		return nil, err
	}
	p, err := readPredictions(filepath.Join(folder, "predictions.csv"), v)
	if err != nil {
		return nil, say.Errorf("%s: %w", m.name, err)
	}
	return &models.Prediction{Probabilities: p}, nil
}

// Close removes the folder of the program.
func (m *Model) Close() error {
	folder := m.folder
	m.folder, m.columns = "", nil
	if folder == "" {
		return nil
	}
	return os.RemoveAll(folder)
}

func columnsOf(v dataset.View) []int {
	columns := make([]int, v.Modalities())
	for m := range columns {
		columns[m] = v.Columns(m)
	}
	return columns
}

// State fails: what the program learned is its own.
func (m *Model) State() (any, error) {
	return nil, say.Errorf("%w: a program of somebody's own is started anew for every task", models.ErrNotKept)
}

// Restore fails likewise.
func (m *Model) Restore(saved.Node) error { return models.ErrNotKept }
