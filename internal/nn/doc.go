// Package nn trains small networks on records whose modalities may be missing,
// reproducibly: the same data, options and seed give the same numbers bit for
// bit, whatever the number of workers and however the records are split into
// blocks for prediction.
//
// # Words
//
// A record is one subject of the data. A block is one matrix of inputs; a
// modality is a block that records may lack. Bypass means that what is computed
// from a modality is computed for the records that have it and for no others.
// A tensor is a value of the network for a batch of records; a sequence is a
// tensor with several tokens for each record, some of which may be masked. A
// mask is logical: a masked token has weight 0, not a large negative score. An
// objective is a loss together with the parameters that are trained to make it
// small. A shard is a fixed part of a minibatch, a replica a copy of the graph
// for one goroutine.
//
// # Use
//
// A network is written as a build function over a Graph, once, as an
// expression; gorgonia differentiates it. New draws the parameters, Fit trains,
// Predict computes outputs by name, Save and Load keep the parameters.
//
//	net, err := nn.New(seed, func(g *nn.Graph) {
//		x := g.Input("x", 20)
//		h := g.Linear("hidden", 64, nn.ReLU, x)
//		logits := g.Linear("head", 3, nn.Identity, g.Dropout(0.2, h))
//		g.Output(nn.Logits, logits)
//		g.Objective("train", g.CrossEntropy(logits, nn.CrossEntropyOptions{}))
//	})
//	_, err = net.Fit(ctx, train, &validation, nn.Options{Patience: 10}, env)
//	scores, err := net.Predict(ctx, test, env, nn.Logits)
//
// A robust model declares its modalities with Graph.Modality, encodes each
// (Linear, Conv2D, Embedding, LayerNorm, Dropout), brings them together with
// Graph.Tokens, which says what stands in the place of the absent, or StandIn,
// and fuses them (Flatten, Mean, Sum, AttentionPool, SelfAttention
// with ClassToken, Embrace; Dempster for Opinions, which Evidential trains).
// Teacher makes the network teach itself with all modalities. A GAN declares two
// objectives, each with parameters of its own. The examples show both in full.
// Decoders of images are Reshape, Upsample and Conv2D; what they draw is held to
// the data by EnergyScore, of pixels and of Edges, and a discriminator is kept
// in bounds by SpectralNorm. A model with hidden numbers draws them by
// Reparameterise, from one distribution or a product of several (ExpertProduct),
// and is held to its bound by CellLogLikelihood, GaussianKL, LogWeights and
// ImportanceBound.
//
// Inputs come as Data: one Block of numbers for each name, with a table that
// says which row belongs to which record. Options say how to train: Adam with
// decoupled weight decay, schedule, clipping, modality dropout, early stopping,
// checkpoints. Events go to job.Env.
//
// # How it works
//
// Every operation is a gorgonia Op with a symbolic derivative (fused), owns its
// output, and learns the number of live rows by pointer, so that one graph
// serves every batch. An executor, a gorgonia VM, runs the needed part of the
// graph in a fixed order in the caller's goroutine and allocates nothing. All
// parameters lie in one arena, all gradients of a replica in another.
package nn

import (
	// gorgonia refuses to start on a Go version it does not know unless this
	// package vouches for it.
	_ "go4.org/unsafe/assume-no-moving-gc"
)
