// How the positionals of a verb are read.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "client/commands/options.h"
#include "client/keys.h"
#include "client/nouns/noun.h"
#include "lang/result.h"

namespace borealis::client {

lang::Error usage(std::string message, std::string hint = {});

enum class FilePlace : std::uint8_t { first, last };

// FILE is the first positional of `config` and `task` verbs and the last of `job` verbs; a lone one is FILE.
lang::Status take_file(const Words& words, FilePlace place, ConfigOptions& config);
// The one positional, or what --job says instead; `what` names it in the message when it is missing.
lang::Result<std::string> take_one(const Words& words, const std::optional<std::string>& job, const char* what);
lang::Status take_nothing(const Words& words);

// A verb whose positionals are a FILE and perhaps a job key.
template <class Options>
Run with_file(std::shared_ptr<Options> options, FilePlace place, int (*run)(const Options&, Context&)) {
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    if (auto status = take_file(words, place, options->config); !status) return std::move(status).error();
    return run(*options, context);
  };
}

// Takes the instances off a key: of KEY/INSTANCES the key is left. (cli.md §5)
lang::Status take_instances(std::string& key, std::optional<Instances>& instances);

// The same as with_file with FILE last, for verbs that can be about some instances of the job: [KEY[/INSTANCES]] FILE.
template <class Options>
Run with_file_and_instances(std::shared_ptr<Options> options, int (*run)(const Options&, Context&)) {
  return [=](const Words& given, Context& context) -> lang::Result<int> {
    Words words = given;
    std::string* key = words.size() == 2 ? &words[0] : options->config.job ? &*options->config.job : nullptr;
    if (key != nullptr) {
      if (auto status = take_instances(*key, options->instances); !status) return std::move(status).error();
    }
    if (auto status = take_file(words, FilePlace::last, options->config); !status) return std::move(status).error();
    return run(*options, context);
  };
}

// A verb whose positional is a job key or a pattern of keys; none stands for all jobs.
template <class Options>
Run with_pattern(const std::shared_ptr<Options>& options, const std::shared_ptr<std::optional<std::string>>& job,
                 int (*run)(const Options&, Context&)) {
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    const bool everything = words.empty() && !*job;
    auto text = everything ? lang::Result<std::string>("*") : take_one(words, *job, "the job's key");
    if (!text) return std::move(text).error();
    auto pattern = parse_job_pattern(*text);
    if (!pattern) return std::move(pattern).error();
    options->pattern = std::move(*pattern);
    return run(*options, context);
  };
}

// A verb without positionals.
template <class Options>
Run without_words(std::shared_ptr<Options> options, int (*run)(const Options&, Context&)) {
  return [=](const Words& words, Context& context) -> lang::Result<int> {
    if (auto status = take_nothing(words); !status) return std::move(status).error();
    return run(*options, context);
  };
}

}  // namespace borealis::client
