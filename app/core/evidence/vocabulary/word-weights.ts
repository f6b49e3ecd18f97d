import { stem } from "../stem";

/** Words that say nothing to check. */
const STOP = `
a about absence according across additionally after afterward again all along already also although am among an and
another any approximately are around as at avoid be because been before being between both but by can cannot could
currently d deny despite did do document does doing done dr due during each even exclude few following follows for
from further had has have having he her here hers herself him himself his how however i if in include individual into
is it its itself just lack later many may mention might more moreover most mr mrs ms much must neither never no none
nor not note now o of off old on once only onto or other our out over own patient per person pt record rule s same
several shall she should sided since so some still subject subsequently such summary t than that the their them then
there therefore these they this those though through throughout thus till to too toward towards until up upon very via
was we were what when where which while who whom whose will with within without would y year yet yo you your yr
`;

/**
 * Words of every answer, which add little to what it claims: a note may well put them differently. They are weighed lightly, and
 * what a note denies of them is no contradiction.
 */
const LIGHT = `
ability able above accompany achieve activity acute add additional address adequate admission adult advise affect age
ago aim allow alongside amount apparent appropriate area arrange aspect associate available away back background base
baseline basis become bedside begin below brief bring came care carry case cause characterize check clinic clinical
collection combination come commence common complaint complete complication concern concurrent condition confirm
consider consist consistent consultation context continuous contribute control count course current daily date day
decide decision deem degree demonstrate describe develop development diagnosis different difficulty discharge discover
discuss disease distant document done dose dosing duration early effect elect element emerge encounter end ensure
episode especially establish event evidence exact exceed exhibit exist expect experience explain extent face fact
factor fall far feature feel find finding follow form formation full further general get give given go goal good grade
great group guide hand happen have health help history home hospital hour illness immediate impression index indicate
initial inpatient instruct intend interval intervention involve issue keep know known large last later latest lead
least leave leftover level lifelong likely list long longterm look low made main maintain make manage management mark
matter mean measure medical medication medicine meet middle mild minimum minor moment month morning multiple name
nature near need never new night notable note notice number observe obtain occasion occur offer old once ongoing
option order original outcome outpatient overall own part particular past perform performance period person place plan
planned plus point position possible possibly post potential pre prescribe presence present presentation prevent
previous primary prior probable problem procedure process produce program progress prompt proper prophylactic
prophylaxis prove provide purpose put quite range rate rating reach read reading reason receive recent recommend
record recover refer referral reflect regain regard regimen regular relate release remain remark repeat report require
resolve response restore result return reveal review role round routine row scale schedule score see seek seem
separate serious serve set setting several severe shortly show side sign significant similar single site situation
size small source specific stabilize stage standard state status stay still subsequent success successful suffer
suggest support suspect sustain switch symptom take taken team tell term test therapy think time today tolerate
tonight took total track transfer treat treatment trend trigger try twice type typical undergo underwent unit
unspecified use used usual value various view visit want ward way week well went whole work year zero
`;

const stems = (list: string) => new Set(list.trim().split(/\s+/u).map(stem));

const stopStems = stems(STOP);
const lightStems = stems(LIGHT);

/** Whether a stem is of a word that says nothing. */
export const isStopWord = (stemmed: string): boolean => stopStems.has(stemmed);

/** Whether a stem is of a word that adds little. */
export const isLightWord = (stemmed: string): boolean => lightStems.has(stemmed);
