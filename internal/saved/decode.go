package saved

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"

	"lacuna/internal/say"
)

// Node is a state in a file, or a part of one.
type Node struct {
	file *File
	path string
	text json.RawMessage
}

var nodeType = reflect.TypeFor[Node]()

// Root returns the state of a file that Encode made.
func (f *File) Root() (Node, error) {
	text, ok := f.Metadata[stateKey]
	if !ok {
		return Node{}, say.Error("the file holds tensors, but no state that this program could read")
	}
	return Node{file: f, text: json.RawMessage(text)}, nil
}

// Decode fills a struct, given by its pointer, with the state: one of the type
// that was encoded, with Node for what was any. Every field must be there, and
// nothing else. The lists share the memory of the file.
func (n Node) Decode(into any) error {
	if n.file == nil {
		return say.Error("the file has nothing here")
	}
	return n.decode(reflect.ValueOf(into).Elem())
}

// at says where in the state an error is.
func (n Node) at(err error) error {
	where := n.path
	if where == "" {
		where = say.Text("the state")
	}
	return fmt.Errorf("%s: %w", where, err)
}

func (n Node) isNull() bool { return len(n.text) == 0 || string(n.text) == "null" }

func (n Node) child(name string, text json.RawMessage) Node {
	return Node{n.file, under(n.path, name), text}
}

func (n Node) decode(v reflect.Value) error {
	switch t := v.Type(); {
	case t == nodeType:
		v.Set(reflect.ValueOf(n))
		return nil
	case isMatrix(t):
		return n.decodeMatrix(v)
	case writesItself(t) && t.Kind() != reflect.Pointer:
		return n.unmarshal(v)
	}
	switch v.Kind() {
	case reflect.Pointer:
		if n.isNull() {
			return nil
		}
		v.Set(reflect.New(v.Type().Elem()))
		return n.decode(v.Elem())
	case reflect.Struct:
		return n.decodeStruct(v)
	case reflect.Map:
		return n.decodeMap(v)
	case reflect.Slice:
		return n.decodeList(v)
	case reflect.Float64:
		return n.decodeFloat(v)
	}
	if n.isNull() {
		return n.at(say.Error("is missing"))
	}
	return n.unmarshal(v)
}

func (n Node) unmarshal(v reflect.Value) error {
	if err := json.Unmarshal(n.text, v.Addr().Interface()); err != nil {
		return n.at(err)
	}
	return nil
}

// decodeFloat reads a number, or the word for one that JSON does not have.
func (n Node) decodeFloat(v reflect.Value) error {
	var word string
	if json.Unmarshal(n.text, &word) == nil && !n.isNull() {
		x, err := strconv.ParseFloat(word, 64)
		if err != nil || finite(x) {
			return n.at(say.Errorf("%q is no number", word))
		}
		v.SetFloat(x)
		return nil
	}
	if n.isNull() {
		return n.at(say.Error("is missing"))
	}
	return n.unmarshal(v)
}

// object reads the entries of an object.
func (n Node) object() (map[string]json.RawMessage, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(n.text, &fields); err != nil {
		return nil, n.at(err)
	}
	return fields, nil
}

func (n Node) decodeStruct(v reflect.Value) error {
	if n.isNull() {
		return n.at(say.Error("is missing"))
	}
	fields, err := n.object()
	if err != nil {
		return err
	}
	for i := range v.NumField() {
		name := fieldName(v.Type().Field(i))
		text, ok := fields[name]
		if !ok {
			return n.at(say.Errorf("has no %q", name))
		}
		delete(fields, name)
		if err := n.child(name, text).decode(v.Field(i)); err != nil {
			return err
		}
	}
	for name := range fields {
		return n.at(say.Errorf("has %q, which this program does not know", name))
	}
	return nil
}

func (n Node) decodeMap(v reflect.Value) error {
	if n.isNull() {
		return nil
	}
	fields, err := n.object()
	if err != nil {
		return err
	}
	v.Set(reflect.MakeMap(v.Type()))
	for name, text := range fields {
		x := reflect.New(v.Type().Elem()).Elem()
		if err := n.child(name, text).decode(x); err != nil {
			return err
		}
		v.SetMapIndex(reflect.ValueOf(name).Convert(v.Type().Key()), x)
	}
	return nil
}

// decodeList reads a list: of numbers also from a tensor.
func (n Node) decodeList(v reflect.Value) error {
	if n.isNull() {
		return nil
	}
	var word string
	if json.Unmarshal(n.text, &word) == nil {
		return n.decodeTensor(v, word)
	}
	if isPlain(v.Type().Elem().Kind()) {
		return n.unmarshal(v)
	}
	var list []json.RawMessage
	if err := json.Unmarshal(n.text, &list); err != nil {
		return n.at(err)
	}
	out := reflect.MakeSlice(v.Type(), 0, 0)
	for i, text := range list {
		x := reflect.New(v.Type().Elem()).Elem()
		if err := n.child(strconv.Itoa(i), text).decode(x); err != nil {
			return err
		}
		out = reflect.Append(out, x) // it grows with what is really there
	}
	v.Set(out)
	return nil
}

// isPlain says whether the elements of a list are what JSON reads by itself.
func isPlain(k reflect.Kind) bool {
	return slices.Contains([]reflect.Kind{reflect.Bool, reflect.String, reflect.Int, reflect.Int32, reflect.Int64, reflect.Uint64, reflect.Float32, reflect.Float64}, k)
}

// tensor returns the tensor that the text refers to.
func (n Node) tensor(word string, dimensions int) (Tensor, error) {
	t, ok := n.file.Tensors[n.path]
	if !ok || word != inTensor {
		return Tensor{}, n.at(say.Error("no tensor of that name"))
	}
	if len(t.Shape) != dimensions {
		return Tensor{}, n.at(say.Errorf("shape %v where %d dimensions are needed", t.Shape, dimensions))
	}
	return t, nil
}

func (n Node) decodeTensor(v reflect.Value, word string) error {
	t, err := n.tensor(word, 1)
	if err != nil {
		return err
	}
	from := reflect.ValueOf(t.Values)
	switch want := v.Type().Elem().Kind(); {
	case from.Type() == v.Type():
		v.Set(from)
	case from.Type().Elem().Kind() == want || want == reflect.Int && from.Type().Elem().Kind() == reflect.Int64:
		out := reflect.MakeSlice(v.Type(), from.Len(), from.Len())
		for i := range from.Len() {
			out.Index(i).Set(from.Index(i).Convert(v.Type().Elem()))
		}
		v.Set(out)
	default:
		return n.at(say.Error("numbers of another type"))
	}
	return nil
}

func (n Node) decodeMatrix(v reflect.Value) error {
	if n.isNull() {
		return nil
	}
	var word string
	if err := json.Unmarshal(n.text, &word); err != nil {
		return n.at(err)
	}
	t, err := n.tensor(word, 2)
	if err != nil {
		return err
	}
	if t.Shape[0] > math.MaxInt32 || t.Shape[1] > math.MaxInt32 {
		return n.at(say.Errorf("impossible shape %v", t.Shape))
	}
	if reflect.TypeOf(t.Values) != v.Field(2).Type() {
		return n.at(say.Error("numbers of another type"))
	}
	v.Field(0).SetInt(int64(t.Shape[0]))
	v.Field(1).SetInt(int64(t.Shape[1]))
	v.Field(2).Set(reflect.ValueOf(t.Values))
	return nil
}
