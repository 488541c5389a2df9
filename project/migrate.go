package project

import (
	"encoding/json"
	"fmt"

	"lacuna/internal/say"
)

// fields is a JSON object whose values have not been read yet, so that what a
// migration does not touch stays as it was written.
type fields map[string]json.RawMessage

// set puts an object into a field.
func (f fields) set(name string, object fields) error {
	text, err := json.Marshal(object)
	f[name] = text
	return err
}

// migrations bring a file from the schema of their place, counted from 1, to
// the next one. They are kept for ever, as are the files in testdata.
var migrations = []func(fields) error{
	importDecisions,
	withoutUnread,
	nothing, // schema 4 only has fields more: how results are compared, painted patterns, colours of methods, the table whose columns are shown, and how learning curves are drawn
}

// nothing leaves a file as it is.
func nothing(fields) error { return nil }

// migrate brings the text of a project file to the schema of today.
func migrate(text []byte, from int) ([]byte, error) {
	if from == Schema {
		return text, nil
	}
	var p fields
	if err := json.Unmarshal(text, &p); err != nil {
		return nil, err
	}
	for at := from; at < Schema; at++ {
		if err := migrations[at-1](p); err != nil {
			return nil, say.Errorf("from schema %d: %w", at, err)
		}
	}
	p["schema"] = json.RawMessage(fmt.Sprint(Schema))
	return json.Marshal(p)
}

// importDecisions puts the reader and its options, which schema 1 kept by
// themselves, among the decisions of the import.
func importDecisions(p fields) error {
	if p["dataset"] == nil {
		return nil
	}
	var d fields
	if json.Unmarshal(p["dataset"], &d) != nil {
		return say.Error("its dataset is no object")
	}
	var decided fields // null options leave it nil
	if d["options"] != nil {
		if json.Unmarshal(d["options"], &decided) != nil {
			return say.Error("the options of its dataset are no object")
		}
	}
	if d["reader"] != nil {
		if decided == nil {
			decided = fields{}
		}
		decided["reader"] = d["reader"]
	}
	delete(d, "reader")
	delete(d, "options")
	if len(decided) > 0 {
		if err := d.set("import", decided); err != nil {
			return err
		}
	}
	return p.set("dataset", d)
}

// withoutUnread takes out what schema 2 had room for and no version ever read:
// definitions of charts, and a pair of methods to compare.
func withoutUnread(p fields) error {
	delete(p, "charts")
	if p["window"] == nil {
		return nil
	}
	var w fields
	if json.Unmarshal(p["window"], &w) != nil {
		return say.Error("its window is no object")
	}
	delete(w, "compare")
	return p.set("window", w)
}
