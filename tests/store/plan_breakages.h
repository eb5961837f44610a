/* What the rules of plans are tried on: the package of trial.h with what those rules look at, free
 * of findings in May 2018, and a change that breaks each rule.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "trial.h"

static const struct trial_file plan_files[] = {
    {"risk.csv", "id,body,programme,title,owner,response,rating_text,review_by,source\n"
                 "k1,board,flow,Too few nurses,coo,treat,red,2018-12-31,printed: a plan\n"},
    {"risk_score.csv", "risk,scored_on,state,likelihood,impact,source\n"
                       "k1,2018-04-10,current,4,4,assumption: made up\n"
                       "k1,2018-04-10,target,2,3,assumption: made up\n"},
    {"mitigation.csv", "id,risk,action,title,source\nk1-a,k1,a1,Recruit,printed: a plan\n"},
    {"confidence.csv", "item,rated_on,by,scale,level,source\n"
                       "a1,2018-05-10,coo,three,amber,printed: a plan\n"},
    {"progress.csv", "item,reported_on,by,stage,due_to,text,source\n"
                     "a1,2018-05-10,coo,in progress,,Begun,printed: a plan\n"},
    {"evidence.csv", "item,seen_on,level,title,source\na2,2018-05-01,1,Terms,printed: a plan\n"},
    {"import.csv", "id,plan,file,sha256,imported_on,written_on\n"
                   "review-1,review,plan.docx,00ff,2018-05-01,\n"},
    {"review.csv", "item,on_column,import,place,found,reason,settled_on,settled_by,decision\n"
                   "a1,due_text,review-1,table 1,Q3 2018,two readings,2018-05-02,coo,financial\n"},
    {"waiver.csv", "rule,item,by,reason,until\nD04,a2,coo,It came early.,2019-03-31\n"},
    {"investment.csv", "scheme,organisation,year,recurrent,amount_gbp,source\n"
                       "s1,trust,2018/19,yes,50000,assumption: made up\n"},
};

/* Rows that every breakage finds there besides. */
static inline void plan_trial(const struct trial *t) {
    for (size_t i = 0; i < sizeof plan_files / sizeof plan_files[0]; i++)
        trial_put(t, arena_printf(t->arena, "package/%s", plan_files[i].name), plan_files[i].text,
                  strlen(plan_files[i].text));
    trial_edit(t, "role.csv", "coo,", "tbc,To be confirmed,,\ncoo,");
    trial_edit(t, "programme.csv", "coo,,printed: a plan\n",
               "coo,,printed: a plan\ncare,review,,P2,Care,cfo,,printed: a plan\n");
    trial_edit(t, "role.csv", "coo,", "r3,Head of nursing,,\ncoo,");
    trial_edit(t, "place.csv", "vale,",
               "hill,The Hill,local authority,north,assumption: made up\nvale,");
    trial_edit(
        t, "measure.csv", "model_subject,source\n",
        "model_subject,source\nlate-beds,Late in beds,,%,lower,100,month,late,,,,,printed: a plan\n");
    trial_edit(
        t, "milestone.csv", "m1,flow,",
        "m0,care,,Care homes visited by nurses,,May 2018,2018-05-01,2018-05-31,month,,,,,printed: "
        "page 3\nm1,flow,");
}

/* In FILE the text OLD becomes NEW, and as at DAY (in May 2018 where 0) the line EXPECTED is found.
 */
static const struct plan_breakage {
    const char *file, *old, *text, *expected;
    int day; /* 20180715 */
} plan_breakages[] = {
    {"review.csv", "2018-05-02,coo,financial", ",,",
     "review.csv:2: settled_on: warning V01: due_text of a1: two readings", 0},
    {"waiver.csv", ",coo,", ",,",
     "waiver.csv:2: by: error W05: nobody is named who waives D04 of a2, so it is not waived", 0},
    {"waiver.csv", ",coo,", ",tbc,",
     "waiver.csv:2: by: error W05: D04 of a2 is waived by 'To be confirmed', which is nobody, so it "
     "is not waived",
     0},
    {"action_lead.csv", "a1,coo,yes,printed: a plan\na1,cfo,no,printed: a plan\n", "",
     "action.csv:2: warning W01: nobody leads 'Plan on admission' (1.1)", 0},
    {"action_lead.csv", "a1,coo,yes,printed: a plan\na1,cfo,no,", "a1,tbc,yes,",
     "action_lead.csv:2: role: warning W02: 'Plan on admission' is led by 'To be confirmed' and by nobody "
     "else",
     0},
    {"action_lead.csv", "a1,coo,yes,printed: a plan\n",
     "a1,coo,,printed: a plan\na1,tbc,,printed: a plan\na1,r3,,printed: a plan\n",
     "action_lead.csv:2: accountable: warning W03: 4 lead 'Plan on admission', and none of them is "
     "accountable",
     0},
    {"programme.csv", "Care,cfo,", "Care,,",
     "programme.csv:3: sro: warning W04: programme P2, 'Care', has no owner, and nobody leads "
     "its milestone 'Care homes visited by nurses'",
     0},
    {"programme.csv", "Care,cfo,", "Care,tbc,",
     "programme.csv:3: sro: warning W04: the owner of programme P2, 'Care', is 'To be confirmed', and "
     "nobody leads its milestone 'Care homes visited by nurses'",
     0},
    {"milestone.csv", "nurses,,May", "nurses,tbc,May",
     "milestone.csv:2: lead: warning W02: 'Care homes visited by nurses' is led by 'To be confirmed' and by "
     "nobody else",
     0},
    {"milestone.csv", "May 2018,2018-05-01,2018-05-31,month", ",,,",
     "milestone.csv:2: due_to: warning D07: 'Care homes visited by nurses' has no deadline", 0},
    {"milestone.csv", "May 2018,2018-05-01,2018-05-31,month", "TBC,,,to be confirmed",
     "milestone.csv:2: due_text: warning D08: 'Care homes visited by nurses' is due 'TBC', and no day",
     0},
    {"milestone.csv", "May 2018,2018-05-01,2018-05-31,month", "ongoing,,,ongoing",
     "milestone.csv:2: due_to: warning D09: 'Care homes visited by nurses' goes on (ongoing), and no day of "
     "review",
     0},
    {"action.csv", "a1", "a1",
     "action.csv:2: due_to: warning D10: 'Plan on admission' was due on 2018-06-30, and is reported in "
     "progress by 2018-07-15",
     20180715},
    {"milestone.csv", "m1", "m1",
     "milestone.csv:2: due_to: warning D10: 'Care homes visited by nurses' was due on 2018-05-31, and "
     "nobody has said that it is done by 2018-07-15",
     20180715},
    {"dependency.csv", "d1,a1,m1,requires,,", "d1,a1,m1,requires,100,",
     "dependency.csv:2: warning D12: action 'Plan on admission' is due on 2018-06-30, after the milestone "
     "'Teams in place' that needs it, on 2018-09-30",
     0},
    {"progress.csv", "in progress,,Begun",
     "in progress,2018-08-31,Later,printed: a plan\na1,2018-05-12,coo,in progress,2018-09-30,Later still",
     "action.csv:2: first_due_to: warning D13: 'Plan on admission' was due on 2018-06-30, then on "
     "2018-08-31, then on 2018-09-30",
     0},
    {"plan.csv", "2018-04-01", "2018-06-15",
     "milestone.csv:2: due_to: warning D14: 'Care homes visited by nurses' was due on 2018-05-31, before "
     "the plan began on 2018-06-15",
     0},
    {"milestone.csv", "m1,flow,",
     "m2,care,,Care homes are visited by a nurse,,July 2018,2018-07-01,2018-07-31,month,,,,,printed: page "
     "9\nm1,flow,",
     "milestone.csv:3: due_to: warning D15: 'Care homes are visited by a nurse' is due 'July 2018' (until 31 "
     "July 2018), and 'Care homes visited by nurses' in line 2 is due 'May 2018' (until 31 May 2018)",
     0},
    {"dependency.csv", "d2,m1,a2,requires,,", "d2,m1,a2,requires,100,",
     "dependency.csv:3: warning P09: action 'Teams, joint' is due on 2018-11-05, before the milestone 'Teams "
     "in place' that it waits for, on 2018-09-30",
     0},
    {"evidence.csv", "a2,2018-05-01,1,", "a2,2018-12-01,1,",
     "action.csv:3: stage: warning P10: 'Teams, joint' is claimed complete, and there is no evidence by "
     "2018-11-30",
     20181130},
    {"confidence.csv", "a1,2018-05-10,coo,three,amber", "m0,2018-07-10,coo,five,green",
     "confidence.csv:2: level: warning P11: rated green on 2018-07-10, and 'Care homes visited by nurses' was "
     "due on 2018-05-31 and is not done by 2018-07-15",
     20180715},
    {"confidence.csv", "a1,2018-05-10,coo,three,amber", "care,2018-07-10,coo,five,amber/green",
     "confidence.csv:2: level: warning P11: rated amber/green on 2018-07-10, and 'Care homes visited by "
     "nurses' was due on",
     20180715},
    {"body.csv", "group,Group,delivery,board,,,,", "group,Group,delivery,board,,,monthly,",
     "action.csv:2: warning P12: Group meets monthly, and of 'Plan on admission' the last report is of "
     "2018-05-10",
     20180715},
    {"action.csv", "Plan on admission", "\"Joint, teams\"",
     "action.csv:3: title: warning P13: 'Teams, joint' is nearly the same as 'Joint, teams' in line 2",
     0},
    {"recommendation.csv", "r1,", "r0,review,,0,Nobody answers,printed: a plan\nr1,",
     "recommendation.csv:2: warning P14: no action answers recommendation 0, 'Nobody answers'", 0},
    {"target.csv", "4,,,10,2018-04-01", "4,,,,",
     "target.csv:2: baseline: warning O04: the target of flow for late at vale is 4 by 2020-03-31, and no "
     "baseline",
     0},
    {"measure.csv", "transfers,,%,lower", "transfers,,not stated,lower",
     "measure.csv:3: unit: warning O05: the unit of late is 'not stated', and line 2 of target.csv has a "
     "target for it: 4",
     0},
    {"measure.csv", "transfers,,%,lower", "transfers,,%,neutral",
     "measure.csv:3: direction: warning O05: for late neither way is better", 0},
    {"target.csv", "2020-03-31", "2020-03-31",
     "target.csv:2: due: warning O06: the target of flow for late at vale was due on 2020-03-31, and the "
     "newest value is of 2018-04-01",
     20200415},
    {"target.csv", "4,,,10,", "12,,,10,",
     "target.csv:2: value: warning O07: lower is better for late, the baseline is 10, and the target is 12",
     0},
    {"target.csv", "flow,4,", "care,4,",
     "action.csv:2: warning O09: no row of drives.csv names 'Plan on admission' (1.1)", 0},
    {"target.csv", "flow,4,,,", "flow,,second quartile,,",
     "target.csv:2: value: warning O10: the target of flow for late at vale by 2020-03-31 is 'second "
     "quartile', which is no number",
     0},
    {"target.csv", "flow,4,,,", "flow,4,,-6,",
     "target.csv:2: change_pct: warning O11: -6% is given, but from 10 to 4 is -60.0%; -6 are points",
     0},
    {"target.csv", "flow,4,,,", "flow,4,4 (tbc),,",
     "target.csv:2: value_text: warning O12: the target of flow for late at vale is '4 (tbc)'", 0},
    {"target.csv", "printed: a plan\n",
     "printed: a plan\nlate,vale,2020-03-31,care,4,,,10,2018-04-01,printed: a plan\n",
     "target.csv:3: programme: warning O13: programmes flow (line 2) and care both promise 4 of late at vale "
     "by 2020-03-31",
     0},
    {"target.csv", "printed: a plan\n",
     "printed: a plan\nlate,vale,2019-03-31,care,4,,,10,2018-04-01,printed: a plan\n",
     "target.csv:3: due: warning O14: 4 of late at vale is wanted by 2019-03-31 in programme care and, in "
     "line 2, by 2020-03-31 in programme flow",
     0},
    {"target.csv", "printed: a plan\n",
     "printed: a plan\nlate-beds,vale,2020-03-31,flow,3,,,10,2018-04-01,printed: a plan\n",
     "target.csv:3: measure: warning O15: 1 parts of late have targets of their own at vale (late-beds), and "
     "the whole has one in line 2",
     0},
    {"target.csv", "late,vale,2020-03-31,flow,4,,,10,2018-04-01,printed: a plan\n",
     "late,north,2020-03-31,flow,4,,,10,2018-04-01,printed: a plan\n"
     "late,vale,2020-03-31,care,3,,,10,2018-04-01,printed: a plan\n"
     "late,hill,2020-03-31,care,5,,,10,2018-04-01,printed: a plan\n",
     "target.csv:2: place: warning O15: programme flow wants 4 of late at north by 2020-03-31, and programme "
     "care (line 3) sets targets of its own for places within it (vale: 3; hill: 5)",
     0},
    {"budget.csv",
     ",Beds,2018/19,saving,100000,90000,110000,yes,Total,flow,,green,printed: a plan\n,Staff,2018/19,saving,200000,,,yes,Total,,",
     ",\"Beds, acute\",2018/19,saving,150000,90000,160000,yes,Total,flow,,green,printed: a plan\n,Acute beds,2018/19,saving,150000,,,yes,Total,care,",
     "budget.csv:4: programme: warning M04: 'Acute beds' saves the same in programme care as 'Beds, acute' in "
     "programme flow (line 3) in 2018/19",
     0},
    {"investment.csv", "2018/19", "2019/20",
     "budget.csv:3: year: warning M05: 'Beds' saves £100,000 in 2018/19, and programme flow first pays in "
     "2019/20",
     0},
    {"budget.csv", ",Total,2018/19,saving,300000", ",Total,2018/19,saving,100000",
     "budget.csv:2: amount_gbp: error M06: the parts of 'Total' 2018/19 add up to £300,000, the line says "
     "£100,000: it fits when 'Beds' is taken off, not added",
     0},
    {"risk.csv", "nurses,coo", "nurses,",
     "risk.csv:2: owner: warning H01: nobody owns 'Too few nurses'", 0},
    {"mitigation.csv", "k1-a,k1,a1,Recruit,printed: a plan\n", "",
     "risk.csv:2: response: warning H02: 'Too few nurses' is to be treated, and mitigation.csv has no row",
     0},
    {"risk_score.csv", "target,2,3", "target,5,4",
     "risk_score.csv:3: likelihood: warning H03: the target of k1 is 5 x 4 = 20, and its current score of "
     "2018-04-10 is 16",
     0},
    {"risk.csv", "treat,red", "treat,green",
     "risk.csv:2: rating_text: warning H04: 'Too few nurses' is rated 'green', and its score of 2018-04-10, "
     "16, is red (high)",
     0},
    {"risk.csv", "2018-12-31", "2018-05-12",
     "risk.csv:2: review_by: warning H05: 'Too few nurses' was to be reviewed by 2018-05-12, and its last "
     "score is of 2018-04-10",
     0},
    {"risk.csv", "k1,board", "k2,board,care,Too few beds,coo,,,,printed: a plan\nk1,board",
     "risk.csv:2: rating_text: warning H06: 'Too few beds' has neither a score nor a rating", 0},
    /* The same faults in other forms. */
    {"milestone.csv", "May 2018,2018-05-01,2018-05-31,month", "n/a,,,none",
     "milestone.csv:2: due_to: warning D07: 'Care homes visited by nurses' has no deadline", 0},
    {"milestone.csv", "May 2018,2018-05-01,2018-05-31,month", "-,,,",
     "milestone.csv:2: due_to: warning D07: 'Care homes visited by nurses' has no deadline", 0},
    {"milestone.csv", "May 2018,2018-05-01,2018-05-31,month", "to be agreed,,,",
     "milestone.csv:2: due_text: warning D08: 'Care homes visited by nurses' is due 'to be agreed'",
     0},
    {"milestone.csv", "May 2018,2018-05-01,2018-05-31,month", "On-going,,,",
     "milestone.csv:2: due_to: warning D09: 'Care homes visited by nurses' goes on (On-going)", 0},
    {"progress.csv", "in progress,,Begun",
     "in progress,2018-08-31,Later,printed: a plan\na1,2018-05-12,coo,in progress,2018-06-30,Back",
     "action.csv:2: first_due_to: warning D13: 'Plan on admission' was due on 2018-06-30, then on "
     "2018-08-31, then on 2018-06-30",
     0},
    {"progress.csv", "in progress,,Begun", "in progress,2018-10-31,Begun",
     "dependency.csv:2: warning D12: action 'Plan on admission' is due on 2018-10-31, after the milestone "
     "'Teams in place' that needs it, on 2018-09-30",
     0},
    {"progress.csv", "source\n", "source\nm1,2018-05-11,coo,,2019-01-31,Later,printed: a plan\n",
     "dependency.csv:3: warning P09: action 'Teams, joint' is due on 2018-11-05, before the milestone 'Teams "
     "in place' that it waits for, on 2019-01-31",
     0},
    {"dependency.csv", "d1,a1,", "d0,flow,m1,requires,,Flow before teams,printed: a plan\nd1,a1,",
     "dependency.csv:2: warning P08: each waits for the one before it, in a circle: flow -> m1 -> flow",
     0},
    {"progress.csv", "in progress,,Begun", "verified,,Begun",
     "action.csv:2: stage: warning P10: 'Plan on admission' is reported verified, and there is no evidence "
     "by 2018-05-15",
     0},
    {"progress.csv", "source\n",
     "source\nm1,2018-05-11,coo,claimed complete,,Done,printed: a plan\n",
     "milestone.csv:3: warning P10: 'Teams in place' is claimed complete, and there is no evidence by "
     "2018-05-15",
     0},
    {"confidence.csv", "a1,2018-05-10,coo,three,amber", "m0,2018-05-10,coo,five,green",
     "confidence.csv:2: level: warning P11: rated green on 2018-05-10, and 'Care homes visited by nurses' was "
     "due on 2018-05-31 and is not done by 2018-07-15",
     20180715},
    {"body.csv", "group,Group,delivery,board,,,,", "group,Group,delivery,board,,,every six weeks,",
     "action.csv:2: warning P12: Group meets every six weeks, and of 'Plan on admission' the last report is "
     "of 2018-05-10",
     20180915},
    {"target.csv", "4,,,10,2018-04-01", "12,,,,",
     "target.csv:2: value: warning O07: lower is better for late, the value of 2018-04-01, when the plan began "
     "on 2018-04-01, is 10, and the target is 12",
     0},
    {"budget.csv",
     ",Beds,2018/19,saving,100000,90000,110000,yes,Total,flow,,green,printed: a plan\n,Staff,2018/19,saving,200000,,,yes,Total,,",
     ",Estate rationalisation,2018/19,saving,150000,90000,160000,yes,Total,flow,,green,printed: a plan\n,Savings by rationalising estates,2018/19,saving,150000,,,yes,Total,care,",
     "budget.csv:4: programme: warning M04: 'Savings by rationalising estates' saves the same in programme "
     "care as 'Estate rationalisation' in programme flow (line 3) in 2018/19",
     0},
    {"budget.csv",
     ",Total,2018/19,saving,300000,,,yes,,,,,printed: a plan\n,Beds,2018/19,saving,100000,90000,110000,yes,Total,flow,,green,printed: a plan\n,Staff,2018/19,saving,200000,,,yes,Total,,",
     ",Total,2018/19,saving,265426,,,yes,,,,,printed: a plan\n,Surplus land,2018/19,saving,132713,90000,160000,yes,Total,flow,,green,printed: a plan\n,Estate,2018/19,saving,132713,,,yes,Total,care,",
     "budget.csv:4: programme: warning M04: 'Estate' saves the same in programme care as 'Surplus land'",
     0},
    {"risk.csv", "treat,red", "treat,purple",
     "risk.csv:2: rating_text: warning H04: 'Too few nurses' is rated 'purple', which is none of the words of "
     "risk_band.csv; its score of 2018-04-10, 16, is red (high)",
     0},
    {"risk.csv", "treat,red", "treat,Green (low)",
     "risk.csv:2: rating_text: warning H04: 'Too few nurses' is rated 'Green (low)', and its score of "
     "2018-04-10, 16, is red (high)",
     0},
};

/* Changes that look like a fault and are none: nothing is found, as at DAY. */
static const struct {
    const char *file, *old, *text;
    int day;
} plan_sound[] = {
    {"role.csv", "cfo,Chief finance officer", "cfo,Director of all-age care", 0},
    {"role.csv", "cfo,Chief finance officer", "cfo,All age commissioning lead", 0},
    {"progress.csv", "in progress,,Begun",
     "in progress,2018-08-31,Later,printed: a plan\na1,2018-05-12,coo,in progress,2018-08-31,Same",
     0},
    {"progress.csv", "in progress,,Begun", "in progress,2018-06-30,As before", 0},
    {"evidence.csv", "a2,2018-05-01,1,", "a1,2018-05-10,2,Seen,printed: a plan\na2,2018-05-01,1,",
     0},
    {"confidence.csv", "a1,2018-05-10,coo,three,amber",
     "m0,2018-05-10,coo,five,green,printed: a plan\nm0,2018-05-14,coo,five,amber", 0},
    {"body.csv", "group,Group,delivery,board,,,,", "group,Group,delivery,board,,,every six weeks,",
     0},
    {"risk.csv", "treat,red", "treat,Red (high)", 0},
    {"risk.csv", "treat,red", "treat,High", 0},
    {"risk.csv", "treat,red", "treat,16", 0},
    {"target.csv", "4,,,10,2018-04-01", "4,,-60,10,2018-04-01", 0},
    {"budget.csv",
     ",Beds,2018/19,saving,100000,90000,110000,yes,Total,flow,,green,printed: a plan\n,Staff,2018/19,saving,200000,,,yes,Total,,",
     ",Surplus land,2018/19,saving,150000,90000,160000,yes,Total,flow,,green,printed: a plan\n,Medicines,2018/19,saving,150000,,,yes,Total,care,",
     0},
    {"dependency.csv", "d1,a1,", "d0,care,m1,requires,,Care before teams,printed: a plan\nd1,a1,",
     0},
};
