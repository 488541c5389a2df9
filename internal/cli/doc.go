// Package cli is the headless face of Lacuna: one command, one file.
//
// People read text on a terminal; programs pass --json and read one document
// on standard output, with nothing else there. Progress goes to standard
// error: a bar on a terminal, JSON lines elsewhere. The exit code says how it
// ended; see the Exit constants.
package cli
