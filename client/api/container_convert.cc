#include "client/api/container_convert.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <string_view>

namespace borealis::api {
namespace {

// A number as Python's int() reads it: blanks around it, a sign, `_` between digits.
std::optional<std::int64_t> python_integer(std::string_view text) {
  constexpr std::string_view blanks = " \t\n\r\f\v";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return std::nullopt;
  text = text.substr(first, text.find_last_not_of(blanks) - first + 1);
  std::string digits;
  bool digit_before = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '_' && digit_before && i + 1 < text.size()) {
      digit_before = false;
      continue;
    }
    if (i == 0 && text[i] == '+' && text.size() > 1 && text[1] != '-') continue;
    digits += text[i];
    digit_before = text[i] >= '0' && text[i] <= '9';
  }
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() || !digit_before) return std::nullopt;
  return value;
}

TaskConstraint value_constraint(std::string_view expression) {
  ValueConstraint constraint;
  const bool negated = expression.starts_with('!');
  constraint.__set_negated(negated);
  if (negated) expression.remove_prefix(1);
  // Nothing is trimmed, and a `!` further on belongs to its value.
  for (;;) {
    const std::size_t comma = expression.find(',');
    constraint.values.insert(std::string(expression.substr(0, comma)));
    if (comma == std::string_view::npos) break;
    expression.remove_prefix(comma + 1);
  }
  constraint.__isset.values = true;
  TaskConstraint result;
  result.__set_value(constraint);
  return result;
}

Container docker_container(const schema::Docker& docker) {
  DockerContainer result;
  result.__set_image(docker.image);
  std::vector<DockerParameter> parameters;
  for (const schema::Parameter& parameter : docker.parameters) {
    DockerParameter converted;
    converted.__set_name(parameter.name);
    converted.__set_value(parameter.value);
    parameters.push_back(converted);
  }
  result.__set_parameters(parameters);
  Container container;
  container.__set_docker(result);
  return container;
}

Image image(const schema::Image& wanted) {
  Image result;
  if (const auto* docker = std::get_if<schema::DockerImage>(&wanted)) {
    DockerImage converted;
    converted.__set_name(docker->name);
    converted.__set_tag(docker->tag);
    result.__set_docker(converted);
  } else if (const auto* appc = std::get_if<schema::AppcImage>(&wanted)) {
    AppcImage converted;
    converted.__set_name(appc->name);
    converted.__set_imageId(appc->image_id);
    result.__set_appc(converted);
  }
  return result;
}

MesosContainer mesos_container(const schema::Mesos& mesos) {
  MesosContainer result;
  if (mesos.image) result.__set_image(image(*mesos.image));
  std::vector<Volume> volumes;
  for (const schema::Volume& volume : mesos.volumes) {
    Volume converted;
    converted.__set_containerPath(volume.container_path);
    converted.__set_hostPath(volume.host_path);
    converted.__set_mode(volume.mode == schema::VolumeMode::RW ? Mode::RW : Mode::RO);
    volumes.push_back(converted);
  }
  result.__set_volumes(volumes);
  return result;
}

}  // namespace

std::set<Constraint> constraints(Findings& findings, const schema::Job& job) {
  constexpr std::string_view limit_prefix = "limit:";
  std::set<Constraint> result;
  if (!job.constraints) return result;
  for (const auto& [attribute, expression] : *job.constraints) {
    Constraint constraint;
    constraint.__set_name(attribute);
    if (!expression.starts_with(limit_prefix)) {
      constraint.__set_constraint(value_constraint(expression));
    } else {
      const std::string path = fmt::format("constraints[{}]", attribute);
      const auto limit = python_integer(std::string_view(expression).substr(limit_prefix.size()));
      if (!limit) {
        findings.add("invalid-constraint", path,
                     fmt::format("`{}` is no limit: a number belongs after `limit:`", expression),
                     "write it as `limit:1`");
        continue;
      }
      LimitConstraint converted;
      converted.__set_limit(findings.i32(path, *limit));
      TaskConstraint rule;
      rule.__set_limit(converted);
      constraint.__set_constraint(rule);
    }
    result.insert(constraint);
  }
  return result;
}

Container container(Findings& findings, const schema::Job& job) {
  Container result;
  if (!job.container) {
    result.__set_mesos(MesosContainer());
  } else if (const auto* wrapper = std::get_if<schema::Container>(&*job.container)) {
    if (wrapper->docker) return docker_container(*wrapper->docker);
    findings.add("container-without-type", "container", "`Container()` holds no container",
                 "write container=Docker(...), container=Mesos(...), or leave it out");
  } else if (const auto* docker = std::get_if<schema::Docker>(&*job.container)) {
    return docker_container(*docker);
  } else if (const auto* mesos = std::get_if<schema::Mesos>(&*job.container)) {
    result.__set_mesos(mesos_container(*mesos));
  }
  return result;
}

}  // namespace borealis::api
