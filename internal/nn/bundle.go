package nn

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// SaveAll writes the parameters of several networks into one file in the
// safetensors layout, with metadata: text by name. The matrices of the first
// network have the prefix 1/, those of the second 2/, and so on.
func SaveAll(w io.Writer, metadata map[string]string, nets ...*Network) error {
	if err := writeSafetensors(w, metadata, storedOf(nets)); err != nil {
		return fmt.Errorf("nn: saving networks: %w", err)
	}
	return nil
}

// LoadAll reads a file that SaveAll wrote. It gives the metadata to build,
// which returns networks of the right kind, as many as there are in the file,
// and then loads their parameters.
func LoadAll(r io.Reader, build func(metadata map[string]string) ([]*Network, error)) ([]*Network, error) {
	nets, err := loadAll(r, build)
	if err != nil {
		return nil, fmt.Errorf("nn: loading networks: %w", err)
	}
	return nets, nil
}

func loadAll(r io.Reader, build func(metadata map[string]string) ([]*Network, error)) ([]*Network, error) {
	raw, err := readHeader(r)
	if err != nil {
		return nil, err
	}
	metadata, err := takeMetadata(raw)
	if err != nil {
		return nil, err
	}
	nets, err := build(metadata)
	if err != nil {
		return nil, err
	}
	return nets, readTensors(r, raw, storedOf(nets))
}

func storedOf(nets []*Network) []storedTensor {
	var out []storedTensor
	for k, n := range nets {
		out = append(out, n.params.stored(fmt.Sprintf("%d/", k+1), n.params.values)...)
	}
	return out
}

// takeMetadata takes the metadata out of a header; what remains are tensors.
func takeMetadata(raw map[string]json.RawMessage) (map[string]string, error) {
	if raw == nil {
		return nil, errors.New("the header is no JSON object")
	}
	var metadata map[string]string
	if text, ok := raw[metadataKey]; ok {
		if err := json.Unmarshal(text, &metadata); err != nil {
			return nil, fmt.Errorf("the metadata: %w", err)
		}
		delete(raw, metadataKey)
	}
	return metadata, nil
}
