package array

import (
	"archive/zip"
	"errors"
	"io"
	"path/filepath"
	"strings"

	"lacuna/internal/say"
)

func openNPZ(s *source) error {
	z, err := zip.NewReader(s.at, s.size)
	if err != nil {
		return say.Errorf("it is no archive of arrays: %w", err)
	}
	seen := map[string]bool{}
	for _, f := range z.File {
		name, isArray := strings.CutSuffix(f.Name, ".npy")
		switch {
		case strings.HasSuffix(f.Name, "/"):
		case !filepath.IsLocal(filepath.FromSlash(f.Name)) || strings.Contains(f.Name, `\`):
			s.leave(say.Mark("%q is left out: its name leads out of the archive, as none should"), f.Name)
		case !isArray:
			s.leave(say.Mark("%s is left out: it is no array"), f.Name)
		case seen[name]:
			s.leave(say.Mark("a second %s is left out"), name)
		default:
			seen[name] = true
			if err := s.entry(name, f); err != nil {
				return err
			}
		}
	}
	return s.scipySparse()
}

// entry reads one array of an archive. One that cannot be read is left out;
// an error means that the file as a whole is not to be read on.
func (s *source) entry(name string, f *zip.File) error {
	err := s.unpack(name, f)
	if err != nil && s.ctx.Err() != nil {
		return err
	}
	if err != nil {
		s.leave(say.Mark("%s is left out: %v"), name, err)
	}
	return nil
}

func (s *source) unpack(name string, f *zip.File) error {
	const encrypted = 1
	if f.Flags&encrypted != 0 {
		return say.Error("it is encrypted")
	}
	packed := min(f.CompressedSize64, uint64(s.size))
	if f.UncompressedSize64 > packed*expansion+expansion {
		return say.Error("its size cannot be right: the archive is damaged")
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	before := len(s.arrays)
	b := &bounded{r: r, left: int64(f.UncompressedSize64), budget: &s.budget}
	if err := s.npy(name, b); err != nil {
		return err
	}
	if s.behind(name, b); b.left > 0 || len(s.arrays) == before {
		return nil
	}
	// The checksum is compared when the end is seen.
	if _, err := r.Read(make([]byte, 1)); err != nil && !errors.Is(err, io.EOF) {
		s.arrays = s.arrays[:before]
		return err
	}
	return nil
}
