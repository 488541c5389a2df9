package media

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"path"
	"strings"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// byEnding are the endings of files that are understood.
var byEnding = endings(map[dataset.Kind]string{
	dataset.Image: "png apng jpg jpeg jpe jfif jif pjpeg gif bmp dib tif tiff webp",
	dataset.Audio: "wav wave bwf rf64 flac mp3 mpga sph",
	dataset.Text:  "txt text md markdown",
})

// strangers are the endings of media files that are not understood. A film is
// of no kind that there is.
var strangers = endings(map[dataset.Kind]string{
	dataset.Image: "heic heif avif jxl jp2 j2k jpx svg ico psd exr hdr pgm ppm pbm pnm pcx tga eps dcm dicom nii nii.gz mha mhd nrrd " +
		"svs ndpi czi mrxs cr2 nef arw dng orf",
	dataset.Audio: "ogg oga opus aac m4a m4b wma aif aiff aifc au snd amr caf ape wv mid midi",
	dataset.Text:  "pdf doc docx rtf odt html htm epub",
	"":            "mp4 m4v avi mov mkv webm mpg mpeg wmv flv",
})

func endings(lists map[dataset.Kind]string) map[string]dataset.Kind {
	kinds := map[string]dataset.Kind{}
	for kind, list := range lists {
		for _, ending := range strings.Fields(list) {
			kinds["."+ending] = kind
		}
	}
	return kinds
}

// KindOf returns the kind of file that an ending names, if it is one that is
// understood, or "".
func KindOf(file string) dataset.Kind { return byEnding[Ending(file)] }

// Unsupported says whether an ending names a type of media that is not
// understood, and its kind: "" for films, which no modality holds.
func Unsupported(file string) (kind dataset.Kind, known bool) {
	kind, known = strangers[Ending(file)]
	return kind, known
}

// Ending returns the ending of a file name in lower case, ".nii.gz" in whole.
func Ending(file string) string {
	file = strings.ToLower(path.Base(file))
	if strings.HasSuffix(file, ".nii.gz") {
		return ".nii.gz"
	}
	return path.Ext(file)
}

// format is what the first bytes of a file say it is.
type format struct {
	kind    dataset.Kind
	config  func(io.Reader) (image.Config, error)                   // of an image: its size
	picture func(ctx context.Context, data []byte) (picture, error) // of an image: decodes it
	open    func(ctx context.Context, data []byte) (stream, error)  // of a sound: opens it
}

// sniffed is how many bytes at the start of a file tell its format.
const sniffed = 512

// The formats that are understood. A text is what no other format claims.
var (
	pngFormat    = &format{kind: dataset.Image, config: png.DecodeConfig, picture: decodePNG}
	jpegFormat   = &format{kind: dataset.Image, config: jpeg.DecodeConfig, picture: decodeWith(jpeg.Decode, true)}
	gifFormat    = &format{kind: dataset.Image, config: gif.DecodeConfig, picture: decodeGIF}
	bmpFormat    = &format{kind: dataset.Image, config: bmp.DecodeConfig, picture: decodeWith(bmp.Decode, false)}
	tiffFormat   = &format{kind: dataset.Image, config: tiff.DecodeConfig, picture: decodeTIFF}
	webpFormat   = &format{kind: dataset.Image, config: webp.DecodeConfig, picture: decodeWith(webp.Decode, true)}
	wavFormat    = &format{kind: dataset.Audio, open: openWAV}
	sphereFormat = &format{kind: dataset.Audio, open: openSphere}
	flacFormat   = &format{kind: dataset.Audio, open: openFLAC}
	mp3Format    = &format{kind: dataset.Audio, open: openMP3}
)

// signature is what stands at a place of every file of a format.
type signature struct {
	at   int
	text string
	is   *format
}

var signatures = []signature{
	{0, "\x89PNG\r\n\x1a\n", pngFormat},
	{0, "\xff\xd8\xff", jpegFormat},
	{0, "GIF87a", gifFormat}, {0, "GIF89a", gifFormat},
	{0, "II*\x00", tiffFormat}, {0, "MM\x00*", tiffFormat},
	{8, "WEBP", webpFormat},
	{8, "WAVE", wavFormat},
	{0, "NIST_1A", sphereFormat},
	{0, flacMark, flacFormat},
}

// others are formats that are recognised only to be named.
var others = []struct {
	at         int
	text, name string
	kind       dataset.Kind
}{
	{8, "AVI ", "AVI film", ""}, {0, "\x1aE\xdf\xa3", "Matroska or WebM film", ""},
	{4, "ftypheic", "HEIC image", dataset.Image}, {4, "ftypheix", "HEIC image", dataset.Image}, {4, "ftypmif1", "HEIC image", dataset.Image},
	{4, "ftypavif", "AVIF image", dataset.Image}, {4, "ftypM4A", "M4A sound", dataset.Audio}, {4, "ftyp", "MP4 film", ""},
	{0, "II+\x00", "BigTIFF image", dataset.Image}, {0, "MM\x00+", "BigTIFF image", dataset.Image},
	{0, "8BPS", "Photoshop image", dataset.Image}, {0, "\x00\x00\x00\x0cjP  ", "JPEG 2000 image", dataset.Image},
	{0, "\x00\x00\x00\x0cJXL ", "JPEG XL image", dataset.Image}, {128, "DICM", "DICOM image", dataset.Image},
	{344, "n+1\x00", "NIfTI image", dataset.Image}, {0, "NRRD", "NRRD image", dataset.Image},
	{0, say.Code("OggS"), "Ogg sound", dataset.Audio}, {8, "AIFF", "AIFF sound", dataset.Audio}, {8, "AIFC", "AIFF sound", dataset.Audio},
	{0, ".snd", "AU sound", dataset.Audio}, {0, "caff", "CAF sound", dataset.Audio}, {0, "#!AMR", "AMR sound", dataset.Audio},
	{0, "\xff\xf1", "AAC sound", dataset.Audio}, {0, "\xff\xf9", "AAC sound", dataset.Audio},
	{0, "%PDF", "PDF document", dataset.Text}, {0, "\x1f\x8b", "file packed with gzip", ""}, {0, "PK\x03\x04", "file packed with zip", ""},
	{0, "\x89HDF", "HDF5 file", ""}, {0, "\x93NUMPY", "NumPy array", ""},
}

// formatOf returns the format that the first bytes of a file name, or nil.
func formatOf(data []byte) *format {
	for _, s := range signatures {
		if holds(data, s.at, s.text) {
			if s.is == webpFormat && !holds(data, 0, "RIFF") {
				continue
			}
			return s.is
		}
	}
	switch {
	case isBMP(data):
		return bmpFormat
	case isMP3(data):
		return mp3Format
	}
	return nil
}

func holds(data []byte, at int, text string) bool {
	return len(data) >= at+len(text) && string(data[at:at+len(text)]) == text
}

// isBMP looks at more than the two letters BM, with which a text may begin.
func isBMP(data []byte) bool {
	return holds(data, 0, "BM") && len(data) >= 18 && data[15] == 0 && data[16] == 0 && data[17] == 0 && data[14] >= 12
}

// stranger is an error about a file whose format is known and not understood.
type stranger struct{ what string }

func (e stranger) Error() string { return e.what }

// strangeness says what a file is that is in no format that is understood.
func (f *file) strangeness() error {
	for _, o := range others {
		if holds(f.start, o.at, o.text) {
			return stranger{say.Kept("the file is a %s, which is not understood", o.name)}
		}
	}
	switch {
	case f.unlikely:
		return stranger{say.Kept("files ending in %s are not understood", Ending(f.path))}
	case bytes.HasPrefix(bytes.TrimSpace(f.start), []byte("<")):
		return say.Error("the file is a text with marks, such as HTML, and neither an image nor a sound")
	}
	return say.Error("the file does not begin as any kind of image or sound that is known")
}

// isUnsupported says whether an error is about a type of file that is not
// understood, rather than about a broken file.
func isUnsupported(err error) bool {
	var s stranger
	var p png.UnsupportedError
	var j jpeg.UnsupportedError
	var t tiff.UnsupportedError
	return errors.As(err, &s) || errors.As(err, &p) || errors.As(err, &j) || errors.As(err, &t) || errors.Is(err, bmp.ErrUnsupported)
}
