package media

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lacuna/internal/say"
)

// The cache holds one pack per modality: what was read of its files, each under
// the hash of its bytes. A pack is named after what was settled and the
// smallest hash in it, so that a set of files that grew or shrank a little most
// likely finds it again. A pack that does not fit or is broken is no pack: what
// it lacks is read from the files.

// Sizes of the cache in bytes.
const (
	mostCache = 512 << 20 // together; the oldest packs go first
	mostPack  = mostCache / 2
)

const packEnding = ".media"

// packMark is what a pack begins with.
var packMark = say.Code("lacuna media 1\n")

// fileHash is the SHA-256 of a file.
type fileHash = [sha256.Size]byte

// pack is what is known of files from earlier.
type pack struct {
	folder, file string
	entries      map[fileHash][]byte
}

// openPack reads the pack of the files, if there is one.
func openPack(folder, key string, files []*file) *pack {
	if folder == "" || len(files) == 0 {
		return &pack{}
	}
	smallest := slices.MinFunc(files, func(a, b *file) int { return bytes.Compare(a.hash[:], b.hash[:]) })
	name := sha256.Sum256(append([]byte(packMark+key+"\n"), smallest.hash[:]...))
	p := &pack{folder: folder, file: filepath.Join(folder, hex.EncodeToString(name[:16])+packEnding)}
	if info, err := os.Stat(p.file); err == nil && info.Mode().IsRegular() && info.Size() <= mostPack {
		if data, err := os.ReadFile(p.file); err == nil {
			p.entries = parsePack(data)
		}
	}
	return p
}

// get returns a content of its own, or nil.
func (p *pack) get(hash fileHash) *content {
	entry, ok := p.entries[hash]
	if !ok {
		return nil
	}
	c, err := decodeContent(entry)
	if err != nil {
		return nil
	}
	return c
}

// parsePack returns the entries of a pack, or nil for a broken one.
func parsePack(data []byte) map[fileHash][]byte {
	body, ok := bytes.CutPrefix(data, []byte(packMark))
	if !ok || len(body) < 4 {
		return nil
	}
	body, sum := body[:len(body)-4], body[len(body)-4:]
	if crc32.Checksum(body, castagnoli) != binary.LittleEndian.Uint32(sum) {
		return nil
	}
	entries := map[fileHash][]byte{}
	for len(body) >= sha256.Size+4 {
		hash, n := fileHash(body), int64(binary.LittleEndian.Uint32(body[sha256.Size:]))
		body = body[sha256.Size+4:]
		if n > int64(len(body)) {
			return nil
		}
		entries[hash], body = body[:n], body[n:]
	}
	return entries
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// save writes the pack anew if it lacked a file. A cache that cannot be written
// costs time, nothing else: it is no error.
func (p *pack) save(files []*file) {
	if p.file == "" || !slices.ContainsFunc(files, func(f *file) bool { return f.content != nil && p.entries[f.hash] == nil }) {
		return
	}
	data := []byte(packMark)
	written := map[fileHash]bool{}
	for _, f := range files {
		if f.content == nil || written[f.hash] {
			continue
		}
		written[f.hash] = true
		entry := p.entries[f.hash]
		if entry == nil {
			entry = f.content.encode()
		}
		data = append(data, f.hash[:]...)
		data = binary.LittleEndian.AppendUint32(data, uint32(len(entry)))
		data = append(data, entry...)
		if len(data) > mostPack {
			return
		}
	}
	data = binary.LittleEndian.AppendUint32(data, crc32.Checksum(data[len(packMark):], castagnoli))
	if os.MkdirAll(p.folder, 0o700) == nil && p.replace(data) == nil {
		trimCache(p.folder, mostCache)
	}
}

// replace writes the pack beside its place and moves it there, so that nobody
// ever reads half of one.
func (p *pack) replace(data []byte) error {
	f, err := os.CreateTemp(p.folder, "new-*"+packEnding)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = cmp.Or(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), p.file)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// trimCache removes the oldest packs until no more than the given number of
// bytes is left.
func trimCache(folder string, most int64) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	var packs []fs.FileInfo
	total := int64(0)
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() && strings.HasSuffix(info.Name(), packEnding) {
			packs = append(packs, info)
			total += info.Size()
		}
	}
	slices.SortStableFunc(packs, func(a, b fs.FileInfo) int { return a.ModTime().Compare(b.ModTime()) })
	for _, info := range packs {
		if total <= most {
			return
		}
		if os.Remove(filepath.Join(folder, info.Name())) == nil {
			total -= info.Size()
		}
	}
}
