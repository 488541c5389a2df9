package saved

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"

	"lacuna/internal/say"
)

// stateKey is the name of the state among the metadata.
const stateKey = "state"

// inTensor stands in a state for numbers that are the tensor of its path.
const inTensor = "tensor"

// fewNumbers is the most numbers of a list that stands in the text itself.
const fewNumbers = 16

// isMatrix says whether a type is a matrix: rows, columns, and the numbers row
// by row.
func isMatrix(t reflect.Type) bool {
	if t.Kind() != reflect.Struct || t.NumField() != 3 || t.Field(0).Name != "Rows" || t.Field(1).Name != "Cols" || t.Field(2).Type.Kind() != reflect.Slice {
		return false
	}
	kind := t.Field(2).Type.Elem().Kind()
	return kind == reflect.Float32 || kind == reflect.Float64
}

// writesItself says whether a type knows what stands for it in a text.
func writesItself(t reflect.Type) bool {
	return t.Implements(reflect.TypeFor[json.Marshaler]()) || t.Implements(reflect.TypeFor[encoding.TextMarshaler]())
}

// Encode turns a state into a file. A state is made of bools, words, numbers,
// matrices, structs of exported fields, pointers to and lists of these, maps by
// words, and any for a part whose type its reader knows. A field is called by
// its json tag, or by its name in lower case.
func Encode(state any) (*File, error) {
	f := &File{Metadata: map[string]string{}, Tensors: map[string]Tensor{}}
	tree, err := f.encode("", reflect.ValueOf(state))
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(tree)
	if err != nil {
		return nil, err
	}
	f.Metadata[stateKey] = string(text)
	return f, nil
}

// encode returns what stands for a value in the text; the lists of numbers in it
// become tensors.
func (f *File) encode(path string, v reflect.Value) (any, error) {
	if !v.IsValid() {
		return nil, nil
	}
	switch t := v.Type(); {
	case isMatrix(t) && v.Field(2).IsNil():
		return nil, nil
	case isMatrix(t):
		values, _ := numbersOf(v.Field(2))
		return f.put(path, []int{int(v.Field(0).Int()), int(v.Field(1).Int())}, values), nil
	case writesItself(t) && t.Kind() != reflect.Pointer:
		return v.Interface(), nil
	}
	switch v.Kind() {
	case reflect.Bool, reflect.String, reflect.Int, reflect.Int32, reflect.Int64, reflect.Uint8, reflect.Uint64:
		return v.Interface(), nil
	case reflect.Float64:
		if x := v.Float(); !finite(x) {
			return strconv.FormatFloat(x, 'g', -1, 64), nil
		}
		return v.Interface(), nil
	case reflect.Pointer, reflect.Interface:
		return f.encode(path, v.Elem())
	case reflect.Struct:
		return f.encodeStruct(path, v)
	case reflect.Map:
		return f.encodeMap(path, v)
	case reflect.Slice, reflect.Array:
		return f.encodeList(path, v)
	}
	return nil, say.Errorf("saved: %s is a %s, which cannot be saved", path, v.Type())
}

func (f *File) put(path string, shape []int, values any) any {
	f.Tensors[path] = Tensor{path, shape, values}
	return inTensor
}

func (f *File) encodeStruct(path string, v reflect.Value) (any, error) {
	out := map[string]any{}
	for i := range v.NumField() {
		name := fieldName(v.Type().Field(i))
		var err error
		if out[name], err = f.encode(under(path, name), v.Field(i)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// fieldName is what a field is called in a file.
func fieldName(f reflect.StructField) string {
	if tag, _, _ := strings.Cut(f.Tag.Get("json"), ","); tag != "" {
		return tag
	}
	return strings.ToLower(f.Name)
}

func under(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func (f *File) encodeMap(path string, v reflect.Value) (any, error) {
	if v.IsNil() {
		return nil, nil
	}
	out := map[string]any{}
	for it := v.MapRange(); it.Next(); {
		name := it.Key().String()
		var err error
		if out[name], err = f.encode(under(path, name), it.Value()); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (f *File) encodeList(path string, v reflect.Value) (any, error) {
	if v.Kind() == reflect.Slice && v.IsNil() {
		return nil, nil
	}
	if values, ok := numbersOf(v); ok {
		if fits(values) {
			return values, nil
		}
		return f.put(path, []int{v.Len()}, values), nil
	}
	out := make([]any, v.Len())
	for i := range out {
		var err error
		if out[i], err = f.encode(under(path, strconv.Itoa(i)), v.Index(i)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// fits says whether a list of numbers may stand in the text.
func fits(values any) bool {
	if _, bytes := values.([]uint8); bytes { // JSON would make a word of them
		return false
	}
	return reflect.ValueOf(values).Len() <= fewNumbers && Tensor{Values: values}.Finite()
}

// numbersOf returns a list of numbers or truths as a type that tensors have.
func numbersOf(v reflect.Value) (any, bool) {
	if v.Kind() == reflect.Array {
		list := reflect.MakeSlice(reflect.SliceOf(v.Type().Elem()), v.Len(), v.Len())
		reflect.Copy(list, v)
		v = list
	}
	switch v.Type().Elem().Kind() {
	case reflect.Float64:
		return convert[float64](v, reflect.Value.Float), true
	case reflect.Float32:
		return convert(v, func(x reflect.Value) float32 { return float32(x.Float()) }), true
	case reflect.Int, reflect.Int64:
		return convert(v, reflect.Value.Int), true
	case reflect.Int32:
		return convert(v, func(x reflect.Value) int32 { return int32(x.Int()) }), true
	case reflect.Uint64:
		return convert(v, reflect.Value.Uint), true
	case reflect.Uint8:
		return convert(v, func(x reflect.Value) uint8 { return uint8(x.Uint()) }), true
	case reflect.Bool:
		return convert(v, reflect.Value.Bool), true
	}
	return nil, false
}

// convert copies a list to one of plain elements, unless it is one.
func convert[T any](v reflect.Value, of func(reflect.Value) T) []T {
	if list, ok := v.Interface().([]T); ok {
		return list
	}
	out := make([]T, v.Len())
	for i := range out {
		out[i] = of(v.Index(i))
	}
	return out
}
