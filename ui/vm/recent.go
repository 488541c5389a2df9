package vm

// recentKept is how many are kept: those of one record, real and made.
const recentKept = 4

// recent keeps what was decoded last, the newest first.
type recent[K comparable, V any] struct {
	keys   []K
	values []V
}

func (r *recent[K, V]) of(key K) (value V, ok bool) {
	for i, k := range r.keys {
		if k == key {
			return r.values[i], true
		}
	}
	return value, false
}

func (r *recent[K, V]) keep(key K, value V) {
	r.keys = append([]K{key}, r.keys[:min(len(r.keys), recentKept-1)]...)
	r.values = append([]V{value}, r.values[:min(len(r.values), recentKept-1)]...)
}
