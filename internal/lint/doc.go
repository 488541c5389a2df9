// Package lint holds the rules of the house and checks the source tree
// against them. A rule is a property of the whole tree that neither the
// compiler nor vet sees: who may import whom, how long a function may grow,
// where randomness and the clock may be read. A finding is one breach of a
// rule; it says where, what, and why the rule exists, so that the message alone
// is enough to mend the code or to argue with the rule.
//
// Words. A room is a folder with one Go package. A file is one tracked text,
// Go or not. A fence is a third-party module that only named rooms may use. A
// method file is a file of a registry room (impute, models) that registers one
// method.
//
// The rules run as tests (go test ./internal/lint), and every rule has a test
// of itself on a small bad tree, so that a rule that can no longer fail is
// noticed.
package lint
