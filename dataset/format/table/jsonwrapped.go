package table

import (
	"slices"
	"strconv"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// wrapped reads a file that is one object: of columns, of rows, or around a
// list of records, as pandas' to_json writes them.
func (j *jsonFile) wrapped(v jsonValue) ([]*Table, error) {
	if lists := v.lists(); len(lists.keys) > 1 {
		return j.several(v, lists)
	}
	j.records = newRecords()
	how, err := j.unwrap(v)
	if err == nil && how == "" {
		err = say.Error("it is one object of JSON and no list of records")
	}
	if err != nil {
		return nil, &dataset.UserError{What: say.Kept("%s is no table", j.file), Why: say.English(err),
			Try: say.Mark(`Write one record per line (.jsonl), or a list of records: [{"id": "p01", "age": 63}, …].`), Err: err}
	}
	t, err := j.finish(0, 0, "", how)
	return []*Table{t}, err
}

// lists returns the lists of records that an object, or the only object in it,
// holds under names of their own.
func (v jsonValue) lists() jsonValue {
	if len(v.items) == 1 && v.items[0].kind == jsonObject {
		return v.items[0].lists()
	}
	var lists jsonValue
	for k, item := range v.items {
		if item.kind == jsonList && item.all(jsonObject) {
			lists.keys, lists.items = append(lists.keys, v.keys[k]), append(lists.items, item)
		}
	}
	return lists
}

// several makes a table of each list of records: of the parts of the data, or
// of modalities. Who knows layouts sees by their names what they are.
func (j *jsonFile) several(v, lists jsonValue) ([]*Table, error) {
	file, request := j.file, j.request
	defer func() { j.file, j.request = file, request }()
	var tables []*Table
	for k, list := range lists.items {
		j.records, j.file = newRecords(), file+":"+lists.keys[k]
		j.request = request.part(j.file)
		if err := j.addAll(list.items); err != nil {
			return nil, j.tooLarge(err)
		}
		t, err := j.finish(0, 0, "", say.Kept("a list of objects of JSON called %s", lists.keys[k]))
		if err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	if left := len(v.items) - len(lists.items); left > 0 && len(v.items) > 1 {
		others := slices.DeleteFunc(slices.Clone(v.keys), func(key string) bool { return slices.Contains(lists.keys, key) })
		tables[0].Problems = append(tables[0].Problems, dataset.Problem{File: file, Column: some(others),
			What: say.Kept("%s beside the lists of records", say.KeptCount(left, "value stands", "values stand")), Done: say.Mark("left out")})
	}
	return tables, nil
}

// unwrap takes the records of an object and says how they stood in it; "" where
// it has none.
func (j *jsonFile) unwrap(v jsonValue) (how string, err error) {
	if names, data := v.get("columns"), v.get("data"); names.kind == jsonList && data.kind == jsonList {
		return say.Mark("an object of JSON with columns and rows"), j.split(names, v.get("index"), data)
	}
	if list, ok := v.only(); ok {
		return say.Mark("a list of objects of JSON"), j.addAll(list.items)
	}
	switch {
	case v.listsParts():
		return say.Mark("an object of JSON with a list of ids per part"), j.addAll(v.parts())
	case v.all(jsonList):
		return say.Mark("an object of JSON with a list per column"), j.columns(v)
	case !v.all(jsonObject):
		return j.byID(v)
	case v.numbered() && !v.items[0].numbered():
		return say.Mark("an object of JSON with an object per record"), j.addAll(v.items)
	case v.items[0].numbered():
		return say.Mark("an object of JSON with an object per column"), j.keyed(v)
	}
	return j.byID(v)
}

// get returns the value of a key; null where there is none.
func (v jsonValue) get(key string) jsonValue {
	for i, k := range v.keys {
		if k == key {
			return v.items[i]
		}
	}
	return jsonValue{}
}

// only returns the one list of objects that an object holds.
func (v jsonValue) only() (list jsonValue, ok bool) {
	for _, item := range v.items {
		if item.kind == jsonList && len(item.items) > 0 && item.all(jsonObject) {
			if ok {
				return list, false
			}
			list, ok = item, true
		}
	}
	return list, ok
}

func (v jsonValue) all(kind jsonKind) bool {
	for _, item := range v.items {
		if item.kind != kind {
			return false
		}
	}
	return len(v.items) > 0
}

// numbered reports whether the keys of an object are whole numbers.
func (v jsonValue) numbered() bool {
	for _, k := range v.keys {
		if _, err := strconv.Atoi(k); err != nil {
			return false
		}
	}
	return len(v.keys) > 0
}

func (j *jsonFile) addAll(items []jsonValue) error {
	for _, item := range items {
		if err := j.ctx.Err(); err != nil {
			return err
		}
		if err := j.add(item, 0); err != nil {
			return err
		}
	}
	return nil
}

// columns takes an object with one list per column.
func (j *jsonFile) columns(v jsonValue) error {
	n := len(v.items[0].items)
	for i, list := range v.items {
		if len(list.items) != n {
			return say.Errorf("the list of %q has %d values, that of %q has %d", v.keys[0], n, v.keys[i], len(list.items))
		}
	}
	for row := range n {
		record := jsonValue{kind: jsonObject, keys: v.keys, items: make([]jsonValue, len(v.keys))}
		for i, list := range v.items {
			record.items[i] = list.items[row]
		}
		if err := j.addAll([]jsonValue{record}); err != nil {
			return err
		}
	}
	return nil
}

// split takes names of columns and a list of values per row. An index of words
// is a first column without a name.
func (j *jsonFile) split(names, index, data jsonValue) error {
	var keys []string
	if named := index.kind == jsonList && len(index.items) == len(data.items) && index.all(jsonWord); named {
		keys = append(keys, "")
	}
	extra := len(keys)
	for _, n := range names.items {
		keys = append(keys, n.text)
	}
	for i, row := range data.items {
		if row.kind != jsonList || len(row.items) != len(names.items) {
			return say.Errorf("row %d does not have the %d values that columns names", i+1, len(names.items))
		}
		items := row.items
		if extra > 0 {
			items = append([]jsonValue{index.items[i]}, items...)
		}
		if err := j.addAll([]jsonValue{{kind: jsonObject, keys: keys, items: items}}); err != nil {
			return err
		}
	}
	return nil
}

// keyed takes an object with one object per column, whose keys are rows.
func (j *jsonFile) keyed(v jsonValue) error {
	rows := map[string]int{}
	var list []jsonValue
	for i, column := range v.items {
		for k, key := range column.keys {
			at, ok := rows[key]
			if !ok {
				at = len(list)
				rows[key], list = at, append(list, jsonValue{kind: jsonObject})
			}
			list[at].keys, list[at].items = append(list[at].keys, v.keys[i]), append(list[at].items, column.items[k])
		}
	}
	return j.addAll(list)
}
