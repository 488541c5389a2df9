package models

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"lacuna/internal/nn"
)

// ErrNotKept is returned by Save for a model that cannot be kept: only those
// made of networks can.
var ErrNotKept = errors.New("this model cannot be kept in a file")

// keeper is a model that can be kept: numbers as data, and networks.
type keeper interface {
	Model
	// state returns what was learned beside the networks, as data for JSON, and
	// the networks; ErrNotFitted before a fit.
	state() (any, ensemble, error)
	// restore takes over such data, checked, and returns new networks for it,
	// whose parameters are loaded afterwards.
	restore(text []byte) (ensemble, error)
}

// Keeps says whether the model can be kept in a file.
func Keeps(m Model) bool {
	_, ok := m.(keeper)
	return ok
}

// savedFormat is the number of the layout that Save writes. Load refuses a
// newer one.
const savedFormat = "1"

// The names of the texts in a file.
const (
	keyFormat   = "lacuna"
	keyModel    = "model"
	keySettings = "settings"
	keyState    = "state"
)

// Save writes a fitted model that was made from info with these settings. The
// file has the safetensors layout, which many programs read: the parameters of
// each network, 32-bit floats named 1/… for the first member of the ensemble,
// 2/… for the second; and as metadata the number of the format (lacuna), the
// model's name, its settings (JSON), and what it knows beside the networks, such
// as the means and scales of its inputs (state, JSON).
func Save(w io.Writer, info Info, settings map[string]string, m Model) error {
	k, ok := m.(keeper)
	if !ok {
		return fmt.Errorf("%s: %w", info.Name, ErrNotKept)
	}
	state, nets, err := k.state()
	if err != nil {
		return fmt.Errorf("%s: %w", info.Name, err)
	}
	metadata := map[string]string{keyFormat: savedFormat, keyModel: info.Name}
	for key, x := range map[string]any{keySettings: settings, keyState: state} {
		text, err := json.Marshal(x)
		if err != nil {
			return fmt.Errorf("%s: saving the %s: %w", info.Name, key, err)
		}
		metadata[key] = string(text)
	}
	if err := nn.SaveAll(w, metadata, nets...); err != nil {
		return fmt.Errorf("%s: %w", info.Name, err)
	}
	return nil
}

// Load reads a model that Save wrote. It predicts the same bits as the one
// that was saved.
func Load(r io.Reader) (Model, error) {
	var made keeper
	_, err := nn.LoadAll(r, func(metadata map[string]string) ([]*nn.Network, error) {
		var err error
		if made, err = describedIn(metadata); err != nil {
			return nil, err
		}
		nets, err := made.restore([]byte(metadata[keyState]))
		if err != nil {
			return nil, fmt.Errorf("%s: the state: %w", metadata[keyModel], err)
		}
		return nets, nil
	})
	if err != nil {
		return nil, fmt.Errorf("loading a model: %w", err)
	}
	return made, nil
}

// describedIn makes the model that a file holds, not fitted yet.
func describedIn(metadata map[string]string) (keeper, error) {
	switch metadata[keyFormat] {
	case savedFormat:
	case "":
		return nil, errors.New("the file holds tensors, but no model of this program")
	default:
		return nil, fmt.Errorf("the file has format %s, this program reads %s; use a newer program", metadata[keyFormat], savedFormat)
	}
	info, err := Lookup(metadata[keyModel])
	if err != nil {
		return nil, err
	}
	var settings map[string]string
	if err := json.Unmarshal([]byte(metadata[keySettings]), &settings); err != nil {
		return nil, fmt.Errorf("the settings: %w", err)
	}
	made, err := info.Make(settings)
	if err != nil {
		return nil, err
	}
	k, ok := made.(keeper)
	if !ok {
		return nil, fmt.Errorf("%s: %w", info.Name, ErrNotKept)
	}
	return k, nil
}
