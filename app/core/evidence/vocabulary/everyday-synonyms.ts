/**
 * Words of one meaning in how notes and answers tell what happened, one meaning a line: the form that the others are rewritten to, then
 * the others. Matched on stems, the longest first, so plurals, tenses and spellings need no entries of their own.
 */
export const EVERYDAY_SYNONYMS = `
admission: admit, hospitalize, hospitalization, hospitalisation, present, presentation, arrive, arrival
advance directive: living will
adverse reaction: side effect, adverse effect, adverse event
adverse: unwanted
advise: recommend, instruct, suggest, counsel, tell, told, urge
after delivery: postpartum, post partum, post delivery
alcohol: etoh, ethanol, alcoholic
alone: by herself, by himself, independently
antihypertensive: blood pressure medication
arm: upper extremity, upper limb, upper extremities
as needed: prn, when needed, if needed, as required, when required
avoid: refrain
bedtime: night, nightly, overnight
belly: abdomen, abdominal, stomach
blocked: occlusion, blockage, occluded, obstruct
bone: osseous
bowel: intestine, intestinal
brain: cerebral, head
break: fracture
cause: due, because, secondary, owe, attribute, reason, result, lead, trigger, provoke, account
check: test, measure, monitor, recheck, assess, evaluate, evaluation, assessment, screen, examine, examination, exam
chief complaint: cc
child: kid, childhood, pediatric patient
complication: problem, trouble
contraindicated: must not be given, should not be given, not allowed
daughter: female child
diet: eating plan
discharge: leave hospital, sent home, go home, went home, left the hospital
discover: uncover
do not resuscitate: dnr
doctor: physician, clinician, provider
donor: donate, donation
eat: food, intake, appetite
elevated: high, above normal, increased level, hyper
eye: vision, visual
father: paternal, dad
female: woman, girl, lady, sex f
floor: ground
flow: perfusion, reperfusion
follow up: followup, followed up, f u, follow up visit, follow up appointment, appointment, clinic visit, review appointment
foreign body: foreign object
give: administer, receive, treat, treatment, manage, therapy, get, dose
grow: isolate, yield
hear voices: auditory hallucination, ah
history of present illness: hpi
history: h o, hx
home: at home, domestic
improve: better, recover, resolution, resolve, settle, subside, clear
increase: raise, uptitrate, escalate, rise, climb, go up, went up, double, higher, up titrate, gain
infant: baby, newborn, neonate
job: work, occupation, profession, employ, employed
kidney: renal, nephro
large bowel: colon
last known well: last seen well
last: final, recent, latest
left arm: lue
left leg: lle
leg: lower extremity, lower limb, lower extremities
live: reside
liver: hepatic
lowest: nadir, minimum
lung: pulmonary
male: man, boy, gentleman, sex m
medication: medicine, drug, med, prescription, tablet
mother: maternal, mom, mum
motorcycle: motorbike
mouth: oral cavity, oral, by mouth, po, per os
need: require, necessary, necessitate, call for
new: newly, not known before, previously unknown, not previously known, for the first time
nightmare: bad dream
no smoke: nonsmoker, non smoker
no symptom: asymptomatic
normal: unremarkable, within normal limits, wnl, in the normal range
nurse: nursing
outgrow: outgrew
outpatient: clinic
past medical history: pmh
peak: maximum, max, highest, reach
permanent: for good, permanently, forever
postpone: delay, defer, put off, push back, reschedule
prior: previous, before, earlier, past, former, preadmission, pre admission, beforehand
redness: erythema, red
reduce: lower, decrease, drop, decline, downtitrate, taper, wean, cut, halve, down, go down, went down, diminish
rehabilitation: rehab
relative: family
remove: removal, resect, resection, take out, taken out, excise, excision, extract
repair: fix, fixation
repeat: remeasure
replace: switch, change, substitute, convert, swap, exchange, instead
report: complain, endorse, describe, state, say
restart: resume, reinstate, reintroduce, recommence
return: come back, readmit
right arm: rue
right leg: rle
scar: scarring
schedule: plan, arrange, book
severe: serious, marked, profound
show: reveal, demonstrate, display, find, detect, identify, visualize, indicate, confirm, evidence, note, see, appear
sibling: brother or sister
slip: trip, stumble
small: little, minor, mild, slight, tiny
smoke: smoker, tobacco use
soft tissue: tissue
start: begin, initiate, commence, introduce, newly prescribed, put on, placed on, onset
status post: s p
stop: discontinue, cease, withdraw, d c, dc, terminate, hold, withhold, pause, suspend, interrupt, temporarily stop, put on hold, quit, give up, gave up, come off
sudden: abrupt, suddenly, acute
throat: pharynx
tired: fatigue, fatigued, lethargy, lethargic, malaise
tobacco: cigarette, nicotine
trauma: injury, injured, traumatic
transfer: move
unchanged: same dose, no change, unaltered, stable dose, continue
ventricle: ventricular
walk: ambulate, ambulation, walking, gait
weight: weigh
widowed: widow, widower
wife: spouse, husband, partner
worsen: deteriorate, progress, worse, aggravate, exacerbation, exacerbate, flare
`;
