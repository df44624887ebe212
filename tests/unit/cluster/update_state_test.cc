#include "cluster/update_state.h"

#include "doctest/doctest.h"

using namespace borealis;
using namespace borealis::cluster;
using U = api::JobUpdateStatus;

TEST_CASE("a finished update stays finished") {
  for (const auto from : {U::ROLLED_FORWARD, U::ROLLED_BACK, U::ABORTED, U::ERROR, U::FAILED}) {
    for (const auto to : {U::ROLLING_FORWARD, U::ROLLING_BACK, U::ABORTED, U::ROLL_FORWARD_PAUSED}) {
      CHECK_FALSE(may_follow(from, to));
    }
    CHECK_FALSE(after_pause(from).has_value());
    CHECK_FALSE(after_resume(from, false).has_value());
  }
}

TEST_CASE("every active update can be aborted, and only those") {
  for (const auto from : api::active_update_states()) CHECK(may_follow(from, U::ABORTED));
}

TEST_CASE("a paused update goes on in its own direction") {
  CHECK(after_resume(U::ROLL_FORWARD_PAUSED, false) == U::ROLLING_FORWARD);
  CHECK(after_resume(U::ROLL_BACK_PAUSED, false) == U::ROLLING_BACK);
  CHECK(after_resume(U::ROLL_FORWARD_PAUSED, true) == U::ROLL_FORWARD_AWAITING_PULSE);
  CHECK(after_resume(U::ROLL_BACK_PAUSED, true) == U::ROLL_BACK_AWAITING_PULSE);
  CHECK(after_resume(U::ROLLING_FORWARD, true) == U::ROLLING_FORWARD);
}

TEST_CASE("pausing what is paused changes nothing") {
  CHECK(after_pause(U::ROLL_FORWARD_PAUSED) == U::ROLL_FORWARD_PAUSED);
  CHECK(after_pause(U::ROLL_BACK_AWAITING_PULSE) == U::ROLL_BACK_PAUSED);
}

TEST_CASE("what was rolled back can't be rolled forward again") {
  CHECK_FALSE(may_follow(U::ROLLING_BACK, U::ROLLING_FORWARD));
  CHECK_FALSE(may_follow(U::ROLL_BACK_PAUSED, U::ROLLING_FORWARD));
}
