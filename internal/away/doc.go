// Package away runs the jobs of a project outside of the program that asks: in a
// program of their own in the background of this machine, on Slurm, or by a
// script that a person submits.
//
// The words: a Project is a project file with the plan of its comparison; its
// tasks are the shares in which it is run. What is kept of it lies beside the
// runs: scripts, ids of submitted jobs and output of the tasks in .slurm, the
// output of a program in the background in .background. Files are the truth: how
// far a project is, its run folders say, and a scheduler only who is still at it.
//
// Both faces of the program use this room, so that what one has submitted the
// other watches and cancels.
package away
