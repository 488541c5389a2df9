package table

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// jsonOpener reads JSON: an object per line, or one value that holds all
// records in one of the ways in which people write them.
var jsonOpener = opener{
	endings: []string{".jsonl", ".ndjson", ".json"},
	is: func(file string, head []byte) bool {
		return slices.Contains([]string{".jsonl", ".ndjson", ".json"}, endingOf(file)) || slices.Contains(endings, endingOf(file)) && isJSONLines(head)
	},
	open: openJSON,
}

// isJSONLines says whether a text is an object per line, whatever its file is
// called.
func isJSONLines(head []byte) bool {
	line, _, more := bytes.Cut(bytes.TrimLeftFunc(head, unseen), []byte{'\n'})
	return more && bytes.HasPrefix(line, []byte(`{"`)) && json.Valid(line)
}

// endingOf returns the ending of a file in lower case, without a final .gz.
func endingOf(file string) string {
	return path.Ext(strings.TrimSuffix(strings.ToLower(file), ".gz"))
}

func openJSON(ctx context.Context, fsys fs.FS, file string, r Request) ([]*Table, error) {
	data, err := readAll(ctx, fsys, file, r.workers())
	if err != nil {
		return nil, err
	}
	charset := r.File.Charset
	if charset == "" && !utf8.Valid(data) { // what is UTF-8 is no other charset: the one given for all files is not meant
		charset = r.Charset
	}
	d, err := toText(ctx, file, data, charset)
	if err != nil {
		return nil, err
	}
	j := &jsonFile{ctx: ctx, file: file, request: r, jsonText: jsonText{text: string(d.text)}, records: newRecords()}
	tables, err := j.read()
	if err != nil {
		return nil, err
	}
	for k, t := range tables {
		t.Import.Charset = d.charset
		if d.why != "" {
			t.Import.Why = append(t.Import.Why, d.why)
		}
		if k == 0 {
			t.Problems = append(d.problems, t.Problems...)
		}
	}
	return tables, nil
}

// jsonFile is a file of JSON that is being read.
type jsonFile struct {
	jsonText
	*records
	ctx     context.Context
	file    string
	request Request
	counted int              // bytes whose lines are counted
	line    int              // lines of them
	cut     *dataset.Problem // the last line is no whole record
}

// here returns the line of a place in the text.
func (j *jsonFile) here(at int) int {
	j.line += strings.Count(j.text[j.counted:at], "\n")
	j.counted = at
	return j.line + 1
}

// read returns the tables of the file: one, or one for each list of records.
func (j *jsonFile) read() ([]*Table, error) {
	j.space()
	start := j.at
	if j.next('[') {
		t, err := j.array()
		if err == nil || j.ctx.Err() != nil {
			return []*Table{t}, err
		}
		if !strings.Contains(j.text, "\n") || endingOf(j.file) == ".json" {
			return nil, err
		}
		j.at, j.counted, j.line, j.records = start, 0, 0, newRecords()
	}
	return j.objects(start)
}

// array reads a list of objects, of which the bracket is passed.
func (j *jsonFile) array() (*Table, error) {
	others := 0
	for first := true; !j.next(']'); first = false {
		if (others+1)%1024 == 0 && j.ctx.Err() != nil {
			return nil, j.ctx.Err()
		}
		if !first && !j.next(',') {
			return nil, j.damaged(errJSON)
		}
		j.space()
		at := j.at
		v, err := j.value(1)
		if err != nil {
			return nil, j.damaged(err)
		}
		if v.kind != jsonObject {
			others++
			continue
		}
		if err := j.take(v, at); err != nil {
			return nil, err
		}
	}
	if j.space(); j.at < len(j.text) {
		return nil, j.damaged(errJSON)
	}
	return j.finish(others, 0, say.Mark("no objects with names"), say.Mark("a list of objects of JSON"))
}

func (j *jsonFile) damaged(err error) error {
	return &dataset.UserError{What: say.Kept("%s cannot be read", j.file), Why: say.Kept("%v, at line %d", err, j.here(max(j.at, j.counted))),
		Try: say.Mark("It may be cut off: get it once more, or write one object per line (.jsonl)."), Err: err}
}

// take adds a record that begins at a place of the text.
func (j *jsonFile) take(v jsonValue, at int) error {
	if j.rows%1024 == 0 && j.ctx.Err() != nil {
		return j.ctx.Err()
	}
	if err := j.add(v, j.here(at)); err != nil {
		return j.tooLarge(err)
	}
	return nil
}

// tooLarge is the error of records that make no table.
func (j *jsonFile) tooLarge(err error) error {
	if j.ctx.Err() != nil {
		return j.ctx.Err()
	}
	return &dataset.UserError{What: say.Kept("%s cannot be read", j.file), Why: say.English(err), Try: say.Mark("Write it as a table with fewer columns."), Err: err}
}

// objects reads objects behind each other. Where one cannot be read, reading
// goes on at the next line.
func (j *jsonFile) objects(start int) ([]*Table, error) {
	bad, first, lines := 0, 0, 0
	var only jsonValue
	for j.space(); j.at < len(j.text); j.space() {
		if lines++; lines%1024 == 0 && j.ctx.Err() != nil {
			return nil, j.ctx.Err()
		}
		at := j.at
		v, err := j.value(1)
		switch {
		case err != nil && j.cutOff(at):
			j.at = len(j.text)
		case err != nil || v.kind != jsonObject:
			if bad++; bad == 1 {
				first = j.here(at)
			}
			if err != nil {
				j.at = nextLine(j.text, at)
			}
		default:
			if only = v; j.rows > 0 {
				only = jsonValue{}
			}
			if err := j.take(v, at); err != nil {
				return nil, err
			}
		}
	}
	if j.rows == 1 && bad == 0 && endingOf(j.file) == ".json" {
		return j.wrapped(only)
	}
	t, err := j.finish(bad, first, say.Mark("no object of JSON"), say.Mark("one object of JSON per line"))
	return []*Table{t}, err
}

// cutOff says whether what begins at a place is the last line of the file, an
// object that was not written to its end, and notes it. Records lie before it.
func (j *jsonFile) cutOff(at int) bool {
	rest := strings.TrimRight(j.text[at:], " \t\r\n")
	if j.rows == 0 || !strings.HasPrefix(rest, "{") || strings.HasSuffix(rest, "}") || strings.Contains(rest, "\n") {
		return false
	}
	j.cut = &dataset.Problem{File: j.file, Row: j.here(at), What: say.Mark("the last line is cut off: the file is not complete, and more records may be lacking than this one"),
		Done: say.Mark("left out; the lines before it are read")}
	return true
}

func nextLine(text string, at int) int {
	if k := strings.IndexByte(text[at:], '\n'); k >= 0 {
		return at + k + 1
	}
	return len(text)
}

// finish makes the table, unless too much of the file could not be read.
func (j *jsonFile) finish(bad, first int, what, how string) (*Table, error) {
	if j.rows == 0 || bad*10 > j.rows+bad {
		why := say.Kept("%s %s, of %d", say.KeptCount(bad, "entry is", "entries are"), what, j.rows+bad)
		if first > 0 {
			why = say.Kept("%s; the first begins at line %d", why, first)
		}
		if j.rows+bad == 0 {
			why = say.Mark("it holds no record")
		}
		return nil, &dataset.UserError{What: say.Kept("%s cannot be read", j.file), Why: why,
			Try: say.Mark(`Each line holds one record, such as {"id": "p01", "age": 63}.`)}
	}
	t := j.table(j.ctx, j.file, j.request)
	t.Import.Why = append(t.Import.Why, how)
	if j.cut != nil {
		t.Problems = append(t.Problems, *j.cut)
	}
	if bad > 0 {
		t.Problems = append(t.Problems, dataset.Problem{File: j.file, Row: first,
			What: say.KeptCount(bad, "entry is", "entries are") + " " + what, Done: say.Mark("left out")})
	}
	return t, nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
