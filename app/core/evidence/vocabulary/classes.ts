/**
 * Kinds of things, one a line: the kind, then members and endings of members (`-pril`). An answer may name the kind where the note
 * names the member, as `antibiotic` for `ceftriaxone`; never the other way round.
 */
export const CLASSES = `
anticoagulant: -xaban, -parin, warfarin, coumadin, dabigatran
antiplatelet: aspirin, clopidogrel, ticagrelor, prasugrel
antibiotic: -cillin, -floxacin, -mycin, -micin, -penem, -cycline, cef-, vancomycin, metronidazole, trimethoprim, nitrofurantoin, linezolid, tazobactam
cephalosporin: cef-
penicillin: -cillin
carbapenem: -penem
fluoroquinolone: -floxacin
quinolone: -floxacin
macrolide: clarithromycin, azithromycin, erythromycin
antifungal: -conazole, nystatin, -fungin
antiviral: -ciclovir, -cyclovir, -tamivir, remdesivir
angiotensin converting enzyme inhibitor: -pril
angiotensin receptor blocker: -sartan
arb: -sartan
beta blocker: -olol, carvedilol, labetalol
calcium channel blocker: -dipine, diltiazem, verapamil
antihypertensive: -pril, -sartan, -olol, -dipine, carvedilol, hydralazine, methyldopa
diuretic: furosemide, torsemide, bumetanide, hydrochlorothiazide, spironolactone, -thiazide
statin: -statin
steroid: -sone, -solone, budesonide, fluticasone
corticosteroid: -sone, -solone, budesonide, fluticasone
inhaler: albuterol, tiotropium, salmeterol, fluticasone, ipratropium, budesonide, formoterol
bronchodilator: albuterol, tiotropium, salmeterol, ipratropium
bisphosphonate: -dronate
proton pump inhibitor: -prazole
ppi: -prazole
nonsteroidal anti inflammatory drug: ibuprofen, naproxen, ketorolac, diclofenac, indomethacin
painkiller: acetaminophen, ibuprofen, naproxen, oxycodone, morphine, hydromorphone
analgesic: acetaminophen, ibuprofen, naproxen, oxycodone, morphine, hydromorphone
opioid: oxycodone, morphine, hydromorphone, fentanyl, codeine, tramadol
antidiabetic: metformin, insulin, glargine, -gliflozin, -gliptin, -glutide
basal insulin: glargine, detemir, degludec
antiemetic: -setron, metoclopramide
antipsychotic: quetiapine, olanzapine, risperidone, haloperidol, aripiprazole
antiseizure: levetiracetam, lamotrigine, valproate, phenytoin, carbamazepine
anticonvulsant: levetiracetam, lamotrigine, valproate, phenytoin, carbamazepine
antiepileptic: levetiracetam, lamotrigine, valproate, phenytoin, carbamazepine
mood stabilizer: lithium, lamotrigine, valproate
immunosuppression: tacrolimus, mycophenolate, prednisone, cyclosporine, azathioprine
chemotherapy: docetaxel, cyclophosphamide, cycle, anthracycline, doxorubicin, paclitaxel
thyroid hormone: levothyroxine
vasopressor: norepinephrine, noradrenaline, phenylephrine, vasopressin
growth factor: filgrastim, pegfilgrastim
removal: -ectomy
lobe: lobectomy
lung: lobectomy, pneumonia
spleen: splenectomy
gallbladder: cholecystectomy
breast: lumpectomy, mastectomy
hip: hemiarthroplasty
cyst: cystectomy
reduce: fall
heart: echocardiogram, cardiology
surgery: -ectomy, -otomy, -ostomy, -plasty, -plasti, -pexy, hemiarthroplasty, nail, repair, arthroplasty
hip replacement: hemiarthroplasty
joint replacement: hemiarthroplasty
imaging: tomography, magnetic, ultrasound, echocardiogram, ray, film
scan: tomography, magnetic, ultrasound
bacteria: escherichia, staphylococcus, helicobacter
infection: pneumonia, pyelonephritis, cellulitis, sepsis
blood: transfusion, hemoglobin
heart attack: stemi, nstemi
heart rhythm: fibrillation
thyroid: hypothyroidism, levothyroxine
kidney: creatinine
kidney function: creatinine
relative: mother, father, brother, sister, son, daughter, aunt, uncle, cousin, grandmother, grandfather, sibling, parent
sibling: brother, sister
parent: mother, father
child: son, daughter
week: weekly
clot: embolism, thrombosis, thrombus
facility: hospital, clinic
specialist: cardiology, neurology, pulmonology, orthopedics, nephrology
`;
