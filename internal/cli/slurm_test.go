package cli

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// onNode runs a script where a Slurm of one node takes jobs; it is made for the
// test and listens on the loopback alone. The project lies in a folder whose name
// has signs that mean something to Slurm.
const onNode = `
exec lacuna gallery modality-hurts -o here
exec lacuna gallery modality-hurts -o 'the "50%j" re'
exec lacuna run here/modality-hurts.lacuna
exec lacuna slurm 'the "50%j" re/modality-hurts.lacuna' --test-only
stdout 'to start at'
! exec lacuna slurm 'the "50%j" re/modality-hurts.lacuna' --cancel
stderr 'nothing was submitted'

# Two tasks share the jobs, and do to the last digit what one program does.
exec lacuna slurm 'the "50%j" re/modality-hurts.lacuna' --tasks 2 --cores 1 --memory 200M --submit --watch
stdout '^20 of 20 jobs done, 0 running, 0 failed, 0 missing$'
exec lacuna export-predictions here/modality-hurts.lacuna -o here.csv
exec lacuna export-predictions 'the "50%j" re/modality-hurts.lacuna' -o there.csv
cmp here.csv there.csv

exec sh -c 'cat "$1"/*_0.log "$1"/*_1.log' sh 'the "50%j" re/modality-hurts.runs/.slurm'
stdout 'share 1 of 2'

# Only what is lost is submitted again.
exec lacuna slurm 'the "50%j" re/modality-hurts.lacuna' --tasks 2 --submit
stdout 'nothing is submitted'
lose 'the "50%j" re/modality-hurts.runs'
exec lacuna slurm 'the "50%j" re/modality-hurts.lacuna' --tasks 20 --cores 1 --memory 200M --submit --watch
stdout ': tasks [0-9]+ of 20'
stdout '^20 of 20 jobs done, 0 running'
exec lacuna export-predictions 'the "50%j" re/modality-hurts.lacuna' -o again.csv
cmp here.csv again.csv
`

// disturbed goes on with a controller that is started anew, a task that is put back
// into the queue, and one that is killed. The tasks wait in the script, which may
// be edited, as long as a file is there.
const disturbed = `
exec lacuna gallery modality-hurts -o storm
exec lacuna slurm storm/modality-hurts.lacuna --tasks 2 --cores 1 --memory 200M --test-only
exec sh -c 'echo > hold; sed -i "s,^exec ,while [ -e $PWD/hold ]; do sleep 0.1; done; exec ," storm/modality-hurts.runs/.slurm/array-2.sh'
exec lacuna slurm storm/modality-hurts.lacuna --tasks 2 --cores 1 --memory 200M --submit
stderr 'array-2.sh is taken as it is'
running 2
restart
running 2
exec lacuna status storm/modality-hurts.lacuna
stdout '^0 of 20 jobs done'
exec sh -c 'id=$(head -n 1 storm/modality-hurts.runs/.slurm/jobs | cut -d " " -f 1); scancel --signal=KILL --full ${id}_0 && scontrol requeue ${id}_1'
rm hold
exec lacuna slurm storm/modality-hurts.lacuna --watch
stdout '^10 of 20 jobs done, 0 running, 0 failed, 10 missing$'

# What the killed task left undone is submitted again, and nothing else.
exec lacuna slurm storm/modality-hurts.lacuna --tasks 2 --submit --watch
stdout 'tasks 0 of 2'
stdout '^20 of 20 jobs done'
exec lacuna export-predictions storm/modality-hurts.lacuna -o storm.csv
cmp here.csv storm.csv
`

func TestOnARealSlurm(t *testing.T) {
	for _, name := range []string{"munged", "slurmctld", "slurmd", "sbatch"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skip("no Slurm to try this with: there is no " + name)
		}
	}
	conf := startSlurm(t)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "slurm.txtar"), []byte(onNode+disturbed), 0o644); err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{Dir: dir, Cmds: map[string]func(*testscript.TestScript, bool, []string){"lose": loseARun, "running": runningTasks(t, conf), "restart": restartController(t, conf)}, Setup: func(env *testscript.Env) error {
		env.Setenv("SLURM_CONF", conf)
		return ownCache(env)
	}})
}

// loseARun removes one finished run of a folder.
func loseARun(ts *testscript.TestScript, _ bool, args []string) {
	runs, err := filepath.Glob(filepath.Join(ts.MkAbs(args[0]), "[0-9a-f]*", "DONE"))
	ts.Check(err)
	if len(runs) == 0 {
		ts.Fatalf("no finished run in %s", args[0])
	}
	ts.Check(os.RemoveAll(filepath.Dir(runs[0])))
}

// runningTasks waits until so many tasks run.
func runningTasks(t *testing.T, conf string) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, _ bool, args []string) {
		want, err := strconv.Atoi(args[0])
		ts.Check(err)
		until(t, args[0]+" running tasks", func() bool {
			out, err := slurmCommand(conf, "squeue", "--noheader", "--array", "--states=RUNNING", "--format=%i").Output()
			return err == nil && len(strings.Fields(string(out))) == want
		})
	}
}

// restartController ends the controller and starts it again.
func restartController(t *testing.T, conf string) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, _ bool, _ []string) {
		file := filepath.Join(filepath.Dir(conf), "slurmctld.pid")
		text, err := os.ReadFile(file)
		ts.Check(err)
		pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
		ts.Check(err)
		ts.Check(syscall.Kill(pid, syscall.SIGTERM))
		until(t, "the controller to end", func() bool { return syscall.Kill(pid, 0) != nil })
		ts.Check(exec.Command("slurmctld", "-f", conf).Run())
		until(t, "the controller", func() bool { return slurmCommand(conf, "scontrol", "ping").Run() == nil })
	}
}

// slurmCommand is one of Slurm's own commands, for the Slurm of the test.
func slurmCommand(conf, name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "SLURM_CONF="+conf)
	return cmd
}

// startSlurm starts munge, a controller and a node, ends them with the test, and
// returns their configuration.
func startSlurm(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "slurm") // the path of a socket may have 108 letters
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	for _, name := range []string{"munge", "state", "spool"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	munge := func(name string) string { return filepath.Join(dir, "munge", name) }
	if err := os.WriteFile(munge("key"), []byte(strings.Repeat("key of a test, no secret\n", 20)), 0o400); err != nil {
		t.Fatal(err)
	}
	daemon(t, munge("pid"), "munged", "--force", "--key-file="+munge("key"), "--socket="+munge("socket"), "--pid-file="+munge("pid"), "--log-file="+munge("log"), "--seed-file="+munge("seed"))
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	host, _, _ = strings.Cut(host, ".")
	conf := filepath.Join(dir, "slurm.conf")
	if err := os.WriteFile(conf, []byte(configuration(t, dir, host)), 0o644); err != nil {
		t.Fatal(err)
	}
	daemon(t, filepath.Join(dir, "slurmctld.pid"), "slurmctld", "-f", conf)
	daemon(t, filepath.Join(dir, "slurmd.pid"), "slurmd", "-f", conf, "-N", host)
	until(t, "an idle node", func() bool {
		out, err := slurmCommand(conf, "sinfo", "--noheader", "--format=%T").Output()
		return err == nil && strings.TrimSpace(string(out)) == "idle"
	})
	return conf
}

// daemon starts a program that goes into the background and writes its process
// into a file, by which it is ended.
func daemon(t *testing.T, pid, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Skipf("no Slurm to try this with: %s does not start: %v\n%s", name, err, out)
	}
	until(t, name, func() bool { _, err := os.Stat(pid); return err == nil })
	t.Cleanup(func() {
		text, err := os.ReadFile(pid)
		if n, bad := strconv.Atoi(strings.TrimSpace(string(text))); err == nil && bad == nil {
			_ = syscall.Kill(n, syscall.SIGTERM)
			until(t, name+" to end", func() bool { return syscall.Kill(n, 0) != nil })
		}
	})
}

// until waits for something that another process does.
func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	late := time.After(30 * time.Second)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-late:
			t.Errorf("waited in vain for %s", what)
			return
		case <-tick.C:
		}
	}
}

// freePort is one that nobody listens on just now.
func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port
}

func configuration(t *testing.T, dir, host string) string {
	t.Helper()
	out, err := exec.Command("slurmd", "-C").Output()
	if err != nil {
		t.Skip("no Slurm to try this with: slurmd -C: ", err)
	}
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	machine, _, _ := strings.Cut(string(out), "\n")
	_, machine, _ = strings.Cut(machine, " ") // without NodeName=…
	return fmt.Sprintf(`ClusterName=test
SlurmctldHost=%[2]s(127.0.0.1)
SlurmUser=%[6]s
SlurmdUser=%[6]s
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=%[1]s/munge/socket,cred_expire=5
SlurmctldPort=%[3]d
SlurmdPort=%[4]d
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
StateSaveLocation=%[1]s/state
SlurmdSpoolDir=%[1]s/spool
SlurmctldPidFile=%[1]s/slurmctld.pid
SlurmdPidFile=%[1]s/slurmd.pid
SlurmctldLogFile=%[1]s/slurmctld.log
SlurmdLogFile=%[1]s/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
MinJobAge=3600
MpiDefault=none
SwitchType=switch/none
MailProg=/bin/true
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,bf_interval=1,batch_sched_delay=0
ReturnToService=2
KillWait=5
MaxArraySize=10001
NodeName=%[2]s NodeAddr=127.0.0.1 %[5]s State=UNKNOWN
PartitionName=test Nodes=%[2]s Default=YES MaxTime=INFINITE State=UP
`, dir, host, freePort(t), freePort(t), machine, me.Username)
}
