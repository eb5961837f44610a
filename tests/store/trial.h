/* A small whole package in a folder of its own, changed by a test, and what is found in it.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "../check.h"

#include "base/file.h"
#include "base/finding.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct trial_file {
    const char *name, *text;
};

/* Free of findings, and with something that each rule looks at. */
static const struct trial_file trial_files[] = {
    {"place.csv", "id,title,kind,parent,source\n"
                  "north,Northshire,footprint,,assumption: made up for tests\n"
                  "vale,The Vale,local authority,north,assumption: made up for tests\n"},
    {"system.csv",
     "id,title,place,comparator,start,end,warm_up_days,warm_up_rule,currency,schemes_combine,source\n"
     "sys,Northshire,north,,2018-04-01,2020-03-31,30,,GBP,,assumption: made up\n"},
    {"organisation.csv", "id,title,kind,place,successor,until,source\n"
                         "old,Old Trust,acute,vale,trust,2018-03-31,assumption: made up\n"
                         "trust,New Trust,acute,vale,,2025-03-31,assumption: made up\n"},
    {"role.csv", "id,title,organisation,source\n"
                 "coo,Chief operating officer,trust,\n"
                 "cfo,Chief finance officer,trust,\n"},
    {"body.csv", "id,title,level,parent,chair,remit,cycle,source\n"
                 "board,Board,strategic,,coo,,monthly,\n"
                 "group,Group,delivery,board,,,,\n"},
    {"population.csv", "place,age_from,age_to,year,persons,source\n"
                       "vale,0,17,2018/19,20000,assumption: made up\n"
                       "vale,18,,2018/19,80000,assumption: made up\n"
                       "vale,0,17,2019/20,20100,assumption: made up\n"
                       "vale,18,,2019/20,80500,assumption: made up\n"},
    {"setting.csv",
     "id,title,family,kind,unit,organisation,place,target_occupancy,standard_hours,discharge_days,"
     "discharge_from,discharge_to,admission_days,queue,patience_days,give_up_to,overflow_to,overflow_after_days,source\n"
     "acute,Acute beds,acute beds,places,bed,trust,vale,0.9,,mon tue wed thu fri,8,20,,,,,,,assumption: made up\n"
     "care,Home care,home care,visits,visit,,vale,,,,,,mon tue wed thu fri,,90,acute,,,assumption: made up\n"
     "home,Home,home,open,,,vale,,,,,,,,,,,,assumption: made up\n"},
    {"capacity.csv", "setting,from_date,weekdays,hour_from,hour_to,amount,source\n"
                     "acute,2018-01-01,,,,100,assumption: made up\n"
                     "acute,2018-01-01,sat sun,8,20,90,assumption: made up\n"
                     "care,2018-01-01,,,,900,assumption: made up\n"},
    {"profile.csv", "id,title,kind,source\n"
                    "week,Over the week,weekday,assumption: made up\n"
                    "year,Over the year,month,assumption: made up\n"},
    {"profile_slot.csv",
     "profile,slot,factor,source\n"
     "week,1,1.2,assumption: a\nweek,2,1,assumption: a\nweek,3,1,assumption: a\nweek,4,1,assumption: a\n"
     "week,5,1,assumption: a\nweek,6,0.9,assumption: a\nweek,7,0.9,assumption: a\n"
     "year,1,1,assumption: a\nyear,2,1,assumption: a\nyear,3,1,assumption: a\nyear,4,1,assumption: a\n"
     "year,5,1,assumption: a\nyear,6,1,assumption: a\nyear,7,1,assumption: a\nyear,8,1,assumption: a\n"
     "year,9,1,assumption: a\nyear,10,1,assumption: a\nyear,11,1,assumption: a\nyear,12,1,assumption: a\n"},
    {"demand.csv",
     "id,setting,place,age_from,age_to,rate_per_1000,growth_pct,months,weekdays,hours,priority,source\n"
     "ill,acute,vale,18,,100,1,year,week,,,assumption: made up\n"},
    {"stay.csv", "setting,age_from,age_to,distribution,mean_days,sd_days,min_days,max_days,source\n"
                 "acute,18,64,lognormal,4,5,0.5,90,assumption: made up\n"
                 "acute,65,,exponential,8,,,,assumption: made up\n"
                 "care,18,,empirical,,,,,assumption: made up\n"},
    {"stay_sample.csv", "setting,age_from,age_to,days,weight,source\n"
                        "care,18,,30,1,assumption: made up\n"
                        "care,18,,90,2,assumption: made up\n"},
    {"visit_need.csv", "setting,age_from,age_to,first_per_day,last_per_day,source\n"
                       "care,18,,3,1,assumption: made up\n"},
    {"route.csv",
     "id,setting,age_from,age_to,to_setting,outcome,share,holds,reason,responsible,delay_mean_days,delay_sd_days,"
     "switch_to,switch_after_days,away_mean_days,away_sd_days,away_max_days,source\n"
     "a-home,acute,18,,,home,0.8,,,,,,,,,,,assumption: made up\n"
     "a-care,acute,18,,care,,0.2,yes,care package at home,social care,2,,care,20,,,,assumption: made up\n"
     "c-home,care,18,,,home,1,,,,,,,,,,,assumption: made up\n"},
    {"initial.csv", "setting,state,age_from,age_to,persons,source\n"
                    "acute,present,18,64,40,assumption: made up\n"
                    "acute,present,65,,40,assumption: made up\n"},
    {"plan.csv", "id,title,kind,body,start,end,source\n"
                 "review,Review,regulator's review,board,2018-04-01,2021-03-31,printed: a plan\n"},
    {"programme.csv", "id,plan,theme,ref,title,sro,objective,source\n"
                      "flow,review,,P1,Flow,coo,,printed: a plan\n"},
    {"recommendation.csv", "id,plan,theme,ref,title,source\n"
                           "r1,review,,1,Plan discharge early,printed: a plan\n"},
    {"action.csv",
     "id,plan,recommendation,programme,parent,ref,title,stage,evidence_level,due_text,due_from,due_to,due_kind,"
     "first_due_to,done_on,body,source\n"
     "a1,review,r1,flow,,1.1,Plan on admission,in progress,,by June 2018,2018-06-01,2018-06-30,month,2018-06-30,"
     ",group,printed: a plan\n"
     "a2,review,r1,flow,a1,1.2,\"Teams, joint\",claimed complete,0,Q3 2018/19,2018-10-01,2018-12-31,quarter,,"
     "2018-11-05,group,printed: a plan\n"},
    {"action_lead.csv",
     "action,role,accountable,source\na1,coo,yes,printed: a plan\na1,cfo,no,printed: a plan\n"},
    {"milestone.csv",
     "id,programme,ref,title,lead,due_text,due_from,due_to,due_kind,first_due_to,done_on,early_on,late_on,"
     "source\n"
     "m1,flow,,Teams in place,,Sep 2018,2018-09-01,2018-09-30,month,2018-09-30,,,,printed: a plan\n"},
    {"scheme.csv", "id,programme,title,starts,starts_on,ramp_months,ramp,until,source\n"
                   "s1,flow,Joint teams,m1,,12,,2020-03-31,assumption: made up\n"},
    {"effect.csv",
     "scheme,on_table,on_rows,on_column,operation,low,central,high,source\n"
     "s1,route,setting=acute;to_setting=care,delay_mean_days,multiply,0.9,0.8,0.7,assumption: made up\n"},
    {"scenario.csv", "id,title,base,delivery_pct,source\n"
                     "do-nothing,Do nothing,,,assumption: made up\n"
                     "plan,The plan,do-nothing,100,assumption: made up\n"},
    {"scenario_scheme.csv", "scenario,scheme,included\nplan,s1,yes\n"},
    {"dependency.csv", "id,predecessor,successor,kind,lag_days,title,source\n"
                       "d1,a1,m1,requires,,Plans before teams,printed: a plan\n"
                       "d2,m1,a2,requires,,Teams before joint teams,printed: a plan\n"},
    {"measure.csv",
     "id,title,definition,unit,direction,per,frequency,part_of,rules,comparator,model_output,model_subject,source\n"
     "late,Late transfers,,%,lower,100,month,,,,,,printed: a plan\n"},
    {"observation.csv", "measure,place,period_start,numerator,denominator,value,status,source\n"
                        "late,vale,2018-04-01,5,50,10,final,statistic: made up\n"
                        "late,trust,2018-04-01,,,,,statistic: made up\n"},
    {"target.csv",
     "measure,place,due,programme,value,value_text,change_pct,baseline,baseline_on,source\n"
     "late,vale,2020-03-31,flow,4,,,10,2018-04-01,printed: a plan\n"},
    {"budget.csv",
     "organisation,line,year,kind,amount_gbp,low_gbp,high_gbp,recurrent,part_of,programme,counterparty,"
     "confidence,source\n"
     ",Total,2018/19,saving,300000,,,yes,,,,,printed: a plan\n"
     ",Beds,2018/19,saving,100000,90000,110000,yes,Total,flow,,green,printed: a plan\n"
     ",Staff,2018/19,saving,200000,,,yes,Total,,,,printed: a plan\n"},
    {"risk_band.csv", "level,from_score,to_score,colour,appetite,source\n"
                      "low,1,8,green,,assumption: made up\n"
                      "high,9,25,red,,assumption: made up\n"},
};

struct trial {
    struct arena *arena;
    char folder[64];
};

static inline const char *trial_path(const struct trial *t, const char *name) {
    return arena_printf(t->arena, "%s/%s", t->folder, name);
}

static inline void trial_put(const struct trial *t, const char *name, const char *text, size_t n) {
    FILE *file = fopen(trial_path(t, name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
}

static inline char *trial_text(const struct trial *t, const char *name) {
    char *bytes = NULL;
    size_t n = 0;
    struct err err = {0};
    if (!file_read(t->arena, trial_path(t, name), (size_t)1 << 26, &bytes, &n, &err))
        fail_msg("%s", err.message);
    return arena_copy(t->arena, bytes, n);
}

/* An empty folder, in which `package` holds the package above. */
static inline struct trial trial_new(void) {
    struct trial t = {.arena = arena_new(), .folder = "/tmp/weft-test-XXXXXX"};
    if (!mkdtemp(t.folder) || mkdir(trial_path(&t, "package"), 0777) != 0)
        fail_msg("no folder in /tmp");
    for (size_t i = 0; i < sizeof trial_files / sizeof trial_files[0]; i++)
        trial_put(&t, arena_printf(t.arena, "package/%s", trial_files[i].name), trial_files[i].text,
                  strlen(trial_files[i].text));
    return t;
}

/* Replaces the first `old` in a file of the package, which must be there; old "" puts it first. */
static inline void trial_edit(const struct trial *t, const char *name, const char *old,
                              const char *text) {
    const char *path = arena_printf(t->arena, "package/%s", name);
    const char *before = trial_text(t, path);
    const char *at = strstr(before, old);
    if (!at) fail_msg("%s has no '%s'", name, old);
    char *after =
        arena_printf(t->arena, "%.*s%s%s", (int)(at - before), before, text, at + strlen(old));
    trial_put(t, path, after, strlen(after));
}

static inline void trial_remove(const char *path) {
    DIR *folder = opendir(path);
    if (!folder) {
        unlink(path);
        return;
    }
    for (struct dirent *entry; (entry = readdir(folder));) {
        char inner[8192];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        snprintf(inner, sizeof inner, "%.4000s/%.255s", path, entry->d_name);
        trial_remove(inner);
    }
    closedir(folder);
    rmdir(path);
}

static inline void trial_end(struct trial *t) {
    trial_remove(t->folder);
    arena_free(t->arena);
}

/* Findings, one a line. */
static inline const char *trial_findings(const struct trial *t, struct findings *findings) {
    struct buf out = buf_new(t->arena);
    findings_sort(findings);
    for (size_t i = 0; i < findings->count; i++) {
        finding_text(&findings->items[i], &out);
        buf_putc(&out, '\n');
    }
    return out.text;
}
