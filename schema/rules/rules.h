// The table of rules: one a file, in the order in which they are applied.
#pragma once

#include "schema/rule.h"

namespace borealis::schema::rules {

// conversion
extern const Rule unbound_reference;
extern const Rule nested_reference;
extern const Rule invalid_identifier;
extern const Rule process_name;
extern const Rule missing_parts;
extern const Rule resources_positive;
extern const Rule size_without_unit;
extern const Rule process_order;
extern const Rule portmap_cycle;
extern const Rule invalid_constraint;
extern const Rule container_without_type;
extern const Rule cron_collision_policy;
extern const Rule number_range;

// client
extern const Rule max_total_failures;
extern const Rule negative_setting;
extern const Rule static_port;
extern const Rule update_batch_size;
extern const Rule pulse_interval;
extern const Rule ambiguous_update;
extern const Rule deprecated_production;

// scheduler
extern const Rule identifier_length;
extern const Rule environment;
extern const Rule instance_count;
extern const Rule tier;
extern const Rule cron_schedule;
extern const Rule cron_service;
extern const Rule cron_run_overlap;
extern const Rule dedicated_constraint;
extern const Rule container_type;
extern const Rule disabled_feature;
extern const Rule sla_tier;
extern const Rule sla_instances;
extern const Rule sla_room;
extern const Rule sla_duration;
extern const Rule sla_aware_update;
extern const Rule update_groups;
extern const Rule update_failures;
extern const Rule computed_port;
extern const Rule unknown_executor;
extern const Rule log_rotation;
extern const Rule health_interval;

// lint
extern const Rule announce_port;
extern const Rule unused_portmap;
extern const Rule health_port;
extern const Rule lifecycle_port;
extern const Rule duplicate_process;
extern const Rule idle_order;
extern const Rule run_limit;
extern const Rule finalization_wait;
extern const Rule batch_covers_job;
extern const Rule task_links;
extern const Rule deprecated_container;
extern const Rule unclosed_reference;
extern const Rule lost_braces;
extern const Rule secret_in_command;
extern const Rule daemonizing_command;
extern const Rule constraint_value;
extern const Rule impossible_limit;
extern const Rule short_watch;
extern const Rule max_task_failures;
extern const Rule background_command;
extern const Rule line_continuation;
extern const Rule latest_image;
extern const Rule tight_restart;
extern const Rule negative_limit;
extern const Rule custom_announce_path;
extern const Rule health_check_command;
extern const Rule unfilled_reference;
extern const Rule health_timeout;
extern const Rule final_daemon;
extern const Rule nothing_to_run;
extern const Rule unused_setting;
extern const Rule unwatched_update;

}  // namespace borealis::schema::rules
