package nn

import (
	"bytes"
	"context"
	"encoding/gob"
	"fmt"
	"io"

	"lacuna/internal/job"
	"lacuna/internal/say"
)

// Keeping carries the training of one network over interruptions. Its keeper
// is that of an Env, and its name there the seed of that Env, which must be the
// seed of the training. Without a keeper it is no more than Fit.
type Keeping struct {
	// Ready, if not nil, is asked after an epoch whether the training could go
	// on from there: a listener may be in the middle of something.
	Ready func() bool

	net    *Network
	env    job.Env
	name   string
	kept   keptTraining
	from   *Checkpoint
	failed bool // the keeper has failed, which is said once
}

// keptTraining is a training as its keeper has it.
type keptTraining struct {
	Seed   uint64
	Epochs []job.Epoch // reported so far
	Done   bool
	State  []byte // the parameters of a training that is done, or a checkpoint
}

// Keep takes up the training that the keeper of env has of the network, if it
// has any, and reports the epochs of that training again. A training that
// cannot be taken up is told in a job.Note and starts anew.
func (n *Network) Keep(env job.Env) *Keeping {
	k := &Keeping{net: n, env: env, name: fmt.Sprintf("%016x", env.Seed.Uint64())}
	if env.Keeper == nil {
		return k
	}
	if err := k.load(); err != nil {
		env.Emit(job.Note{Text: say.Form("training starts anew, what was kept of it cannot be used: %v", err)})
	}
	for _, e := range k.kept.Epochs {
		env.Emit(e)
	}
	return k
}

// load sets what was kept, whole or not at all.
func (k *Keeping) load() error {
	data, err := k.env.Keeper.Kept(k.name)
	if err != nil || data == nil {
		return err
	}
	var t keptTraining
	if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&t); err != nil {
		return say.Errorf("nn: %w", err)
	}
	if t.Seed != k.env.Seed.Uint64() {
		return say.Error("nn: it belongs to a training with another seed")
	}
	state := bytes.NewReader(t.State)
	if t.Done {
		err = k.net.Load(state)
	} else {
		k.from, err = k.net.LoadCheckpoint(state)
	}
	if err == nil {
		k.kept = t
	}
	return err
}

// Report passes an event on and remembers epochs, to be reported again after an
// interruption. It is the listener that the training's own Env should have, or
// the one behind that.
func (k *Keeping) Report(ev job.Event) {
	if e, ok := ev.(job.Epoch); ok && k.env.Keeper != nil {
		k.kept.Epochs = append(k.kept.Epochs, e)
	}
	k.env.Emit(ev)
}

// Fit trains as Network.Fit does, from where the kept training was, and not at
// all where that is done. The result is that of a training without interruption.
func (k *Keeping) Fit(ctx context.Context, train Data, validation *Data, o Options, env job.Env) error {
	if k.kept.Done {
		return nil
	}
	if k.env.Keeper != nil {
		o.Resume, o.Checkpoint = k.from, k.after
	}
	if _, err := k.net.Fit(ctx, train, validation, o, env); err != nil {
		return err
	}
	if k.env.Keeper != nil && k.env.Keeper.Due(k.name, true) {
		k.keep(k.net.Save, true)
	}
	return nil
}

// after keeps the training after an epoch, when it is time to.
func (k *Keeping) after(take func() *Checkpoint) error {
	if k.Ready != nil && !k.Ready() || !k.env.Keeper.Due(k.name, false) {
		return nil
	}
	k.keep(take().Save, false)
	return nil
}

// keep hands the training to the keeper. Where that fails the training itself
// is none the worse.
func (k *Keeping) keep(save func(io.Writer) error, done bool) {
	var state bytes.Buffer
	err := save(&state)
	var file []byte
	if err == nil {
		file, err = keptTraining{k.env.Seed.Uint64(), k.kept.Epochs, done, state.Bytes()}.encode()
	}
	if err == nil {
		err = k.env.Keeper.Keep(k.name, file)
	}
	if err != nil && !k.failed {
		k.failed = true
		k.env.Emit(job.Note{Text: say.Form("half-done training cannot be kept: %v", err)})
	}
}

func (t keptTraining) encode() ([]byte, error) {
	var file bytes.Buffer
	err := gob.NewEncoder(&file).Encode(t)
	return file.Bytes(), err
}
