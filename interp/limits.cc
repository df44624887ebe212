#include "interp/limits.h"

#include <sys/resource.h>
#include <sys/time.h>

#include <array>
#include <csignal>
#include <new>

#include "interp/last_words.h"

namespace borealis::interp {
namespace {

// Derived from BaseException: `except Exception` in a config doesn't stop them.
PyObject* wall_exception = nullptr;
PyObject* cpu_exception = nullptr;

constexpr int kGraceMicroseconds = 500'000;
constexpr int kGraceCpuSeconds = 5;

volatile std::sig_atomic_t wall_signals = 0;
volatile std::sig_atomic_t cpu_signals = 0;
volatile std::sig_atomic_t clocks_running = 0;

// The first signal asks Python to raise; the second finds that it didn't come to it.
void on_time_up(int signal) {
  if (clocks_running == 0) return;
  const bool wall = signal == SIGALRM;
  volatile std::sig_atomic_t& count = wall ? wall_signals : cpu_signals;
  count = count + 1;
  if (count == 1) {
    PyErr_SetInterruptEx(signal);
  } else {
    say_last_words(wall ? EndReason::wall_limit : EndReason::cpu_limit, 0);
  }
}

void on_crash(int signal) {
  say_last_words(EndReason::crashed, signal);
}

PyObject* raise_limit(PyObject*, PyObject* args) {
  // Called by Python with (signal number, frame).
  const long signal = PyLong_AsLong(PyTuple_GET_ITEM(args, 0));
  PyErr_SetString(signal == SIGALRM ? wall_exception : cpu_exception, "the evaluation exceeded a limit");
  return nullptr;
}

PyMethodDef raise_limit_def = {"raise_limit", raise_limit, METH_VARARGS, nullptr};

// Tells Python's own signal table what to call, then takes the C handler back.
void handle_in_python(int signal) {
  const PyRef module = PyRef::steal(PyImport_ImportModule("_signal"));
  const PyRef function = PyRef::steal(PyCFunction_New(&raise_limit_def, nullptr));
  if (module && function) {
    const PyRef previous = PyRef::steal(PyObject_CallMethod(module.get(), "signal", "iO", signal, function.get()));
  }
  PyErr_Clear();
  struct sigaction action = {};
  action.sa_handler = on_time_up;
  sigaction(signal, &action, nullptr);
}

[[maybe_unused]] void handle_crashes() {
  static std::array<char, 65536> stack;
  stack_t alternative = {};
  alternative.ss_sp = stack.data();
  alternative.ss_size = stack.size();
  sigaltstack(&alternative, nullptr);
  struct sigaction action = {};
  action.sa_handler = on_crash;
  action.sa_flags = SA_ONSTACK | SA_RESETHAND;
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) sigaction(signal, &action, nullptr);
}

void set_timer(long seconds, long microseconds) {
  itimerval timer = {};
  timer.it_value.tv_sec = seconds;
  timer.it_value.tv_usec = microseconds;
  timer.it_interval.tv_usec = kGraceMicroseconds;
  setitimer(ITIMER_REAL, &timer, nullptr);
}

bool half_is_used(std::uint64_t memory_bytes) {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024 >= memory_bytes / 2;
}

// Python raises MemoryError; where our own code has no memory left, no exception could cross the interpreter.
void on_no_memory() {
  say_last_words(EndReason::memory_limit, 0);
}

}  // namespace

void start_clocks(const schema::EvaluationLimits& limits) {
  wall_exception = PyErr_NewException("borealis.WallClockLimit", PyExc_BaseException, nullptr);
  cpu_exception = PyErr_NewException("borealis.ProcessorLimit", PyExc_BaseException, nullptr);
  handle_in_python(SIGALRM);
  handle_in_python(SIGXCPU);
#if !defined(__SANITIZE_ADDRESS__)  // it reports crashes itself
  handle_crashes();
#endif
  clocks_running = 1;
  const auto cpu = static_cast<rlim_t>(limits.cpu.count());
  const rlimit cpu_limit = {cpu, cpu + kGraceCpuSeconds};
  setrlimit(RLIMIT_CPU, &cpu_limit);
  set_timer(limits.wall.count(), 0);
}

void apply_memory_limit([[maybe_unused]] const schema::EvaluationLimits& limits) {
#if !defined(__SANITIZE_ADDRESS__)  // its shadow alone is larger than any limit
  const rlimit memory = {limits.memory_bytes, limits.memory_bytes};
  setrlimit(RLIMIT_AS, &memory);
#endif
  std::set_new_handler(on_no_memory);
  const rlimit no_core = {0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
}

void stop_clocks() {
  clocks_running = 0;
  const itimerval off = {};
  setitimer(ITIMER_REAL, &off, nullptr);
}

ClockPause::ClockPause() {
  itimerval left = {};
  const itimerval off = {};
  setitimer(ITIMER_REAL, &off, &left);
  seconds_ = left.it_value.tv_sec;
  microseconds_ = left.it_value.tv_usec;
}

ClockPause::~ClockPause() {
  if (seconds_ != 0 || microseconds_ != 0) set_timer(seconds_, microseconds_);
}

std::optional<lang::Diagnostic> limit_diagnostic(PyObject* exception_type, const schema::EvaluationLimits& limits) {
  if (exception_type == wall_exception) return limit_exceeded(EndReason::wall_limit, limits);
  if (exception_type == cpu_exception) return limit_exceeded(EndReason::cpu_limit, limits);
  // Python 3.11 raises SystemError when there is no memory for another frame.
  const bool no_frame = exception_type == PyExc_SystemError && half_is_used(limits.memory_bytes);
  if (!no_frame && !PyErr_GivenExceptionMatches(exception_type, PyExc_MemoryError)) return std::nullopt;
  return limit_exceeded(EndReason::memory_limit, limits);
}

}  // namespace borealis::interp
