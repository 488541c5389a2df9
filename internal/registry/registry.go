// Package registry keeps what registers itself at the start of the program: the
// imputers of impute, the models of models.
package registry

import (
	"fmt"
	"slices"
	"strings"

	"lacuna/internal/say"
)

// Registry holds things of one kind by their names. It is filled while packages
// are initialised and only read afterwards.
type Registry[T any] struct {
	kind string
	name func(T) string
	all  []T // by name
}

// New returns an empty registry. kind says in messages what it holds, as in "no
// imputer …"; name returns the name of one.
func New[T any](kind string, name func(T) string) *Registry[T] {
	return &Registry[T]{kind: kind, name: name}
}

// Add adds one. A second one of the same name is a mistake in the program: it
// panics. The result is always true, so that a file can say var _ = Add(…).
func (r *Registry[T]) Add(one T) bool {
	at, taken := r.find(r.name(one))
	if taken {
		panic(fmt.Sprintf("two of the kind %s are called %s", r.kind, r.name(one)))
	}
	r.all = slices.Insert(r.all, at, one)
	return true
}

// All lists them by name.
func (r *Registry[T]) All() []T { return slices.Clone(r.all) }

// Names lists their names.
func (r *Registry[T]) Names() []string {
	names := make([]string, len(r.all))
	for i, one := range r.all {
		names[i] = r.name(one)
	}
	return names
}

// Lookup returns the one with the name. The error lists what there is.
func (r *Registry[T]) Lookup(name string) (T, error) {
	if at, found := r.find(name); found {
		return r.all[at], nil
	}
	var none T
	return none, say.Errorf("no %s %q; there are %s", say.Text(r.kind), name, strings.Join(r.Names(), ", "))
}

func (r *Registry[T]) find(name string) (at int, found bool) {
	return slices.BinarySearchFunc(r.all, name, func(one T, name string) int { return strings.Compare(r.name(one), name) })
}
