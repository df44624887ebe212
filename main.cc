// The only file that knows everybody: it gives the commands an evaluator.
#include "borealis_config.h"
#include "client/program.h"
#include "interp/evaluator.h"

int main(int argc, char** argv) {
  const auto evaluator = borealis::interp::make_evaluator();
  return borealis::client::run_program(argc, argv, *evaluator, {BOREALIS_VERSION, BOREALIS_BUILD_ID});
}
