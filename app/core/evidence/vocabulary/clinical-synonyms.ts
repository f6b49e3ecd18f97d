/**
 * Abbreviations and names of one meaning in medicine, one meaning a line: the form that the others are rewritten to, then
 * the others. Matched on stems, the longest first, so plurals, tenses and spellings need no entries of their own.
 */
export const CLINICAL_SYNONYMS = `
absolute neutrophil count: anc, neutrophil count, neutrophil
acetaminophen: paracetamol, tylenol, apap
activities of daily living: adl
acute kidney injury: aki, kidney injury, acute renal failure, arf, acute kidney failure
acute respiratory distress syndrome: ards
albuterol: salbutamol, ventolin, proventil
allergic rhinitis: hay fever
allergy: allergic, hypersensitivity, hypersensitive
angiotensin converting enzyme inhibitor: ace inhibitor, acei, ace
anti d: rh immune globulin, rhogam, rho d immune globulin, anti d immunoglobulin
antibiotic: antimicrobial, antibacterial
anticoagulant: anticoagulation, blood thinner, oral anticoagulant, doac, noac
anxiety: anxious
appendicitis: inflamed appendix
arrhythmia: abnormal heart rhythm, irregular heartbeat, dysrhythmia, irregular heart rhythm
aspirin: asa, acetylsalicylic acid
atelectasis: collapsed lobe, lobe collapse
atrial fibrillation: af, afib, a fib
axilla: armpit
biopsy: tissue sample
bipolar: manic depressive
black stool: melena, tarry stool
blood count: cbc, complete blood count, full blood count, fbc
blood culture: bcx
blood glucose: blood sugar, sugar level, sugar, glucose reading, glucose level, glucose
blood pressure: bp
blood transfusion: transfusion, transfuse, prbc, packed red cells, packed red blood cells, red cells, red cell transfusion, units of blood
body mass index: bmi
bone density: dexa
bradycardia: slow heart rate, low heart rate, slow pulse
breast cancer: breast carcinoma
bronchoalveolar lavage: bal
bypass surgery: cabg, coronary artery bypass, coronary artery bypass grafting, coronary bypass
c reactive protein: crp
cancer: carcinoma, malignancy, malignant, tumor, neoplasm, ca
cardiac arrest: heart stopped
cardiology: cardiologist
catheter: line, picc, picc line, port, central line
cerebrospinal fluid: csf, spinal fluid
cesarean: c section, cesarean section, cesarean delivery, caesarian, lscs
chemotherapy: chemo
chest pain: cp, chest discomfort, pain in the chest
chest tube: thoracostomy tube, chest drain, intercostal drain, tube thoracostomy
chest x ray: cxr, chest radiograph, chest film, chest radiography
cholecystectomy: gallbladder removal, removal of the gallbladder, gallbladder was removed
chronic kidney disease: ckd, chronic renal disease, chronic renal insufficiency
chronic obstructive pulmonary disease: copd
clopidogrel: plavix
clostridioides difficile: c difficile, c diff, cdiff, clostridium difficile
clot: thrombus, thrombosis, blood clot
computed tomography angiography: cta, ct angiography, ct angiogram
computed tomography: ct, cat scan, ct scan, ct imaging
confused: confusion, disoriented, delirium, delirious, altered mental status
constipation: constipated
coronary artery disease: cad, coronary disease, ischemic heart disease, coronary heart disease
coumadin: warfarin
cranial nerve: cn
creatine kinase: ck, cpk
culture: cultured
cytomegalovirus: cmv
decompensated: decompensation
deep vein thrombosis: dvt, deep venous thrombosis
diabetes: dm, diabetes mellitus, t2dm, dm2, t1dm, dm1
dialysis: hemodialysis, hd, renal replacement therapy, renal replacement, rrt
diarrhea: loose stool, watery stool
difficulty speaking: trouble speaking, aphasia, expressive aphasia, dysphasia, speech difficulty, speech disturbance, word finding difficulty, few words
difficulty swallowing: dysphagia, swallowing difficulty, trouble swallowing
dizzy: dizziness, vertigo, lightheaded, lightheadedness
double vision: diplopia
drooping: droop, palsy
dyspnea: shortness of breath, sob, breathless, breathlessness, difficulty breathing, trouble breathing, short of breath, breathing difficulty
dysuria: burning on urination, burning with urination, painful urination, burning urination, burning when urinating, pain on urination, pain with urination
echocardiogram: echo, tte, tee, echocardiography, cardiac ultrasound
eczema: atopic dermatitis
edema: swelling, swollen, swell, oedema
ejection fraction: ef, lvef, left ventricular ejection fraction, lv ejection fraction
electrocardiogram: ekg, ecg, electrocardiography
electroconvulsive therapy: ect
electroencephalogram: eeg
embolization: embolize, embolisation
emergency department: er, ed, emergency room, emergency, a e
end stage renal disease: esrd, end stage kidney disease, kidney failure, renal failure, eskd
erythrocyte sedimentation rate: esr
escherichia coli: e coli
esophagogastroduodenoscopy: egd, upper endoscopy, gastroscopy, endoscopy
estimated blood loss: ebl, blood loss
estimated glomerular filtration rate: egfr, gfr, glomerular filtration rate
estrogen receptor negative: er negative
estrogen receptor positive: er positive
extubation: extubated, breathing tube removed, taken off the ventilator
family physician: primary care, pcp, gp, family doctor, primary care physician, general practitioner, primary care provider
ferrous sulfate: iron, iron supplement
fever: febrile, pyrexia, feverish
flu: influenza
fresh frozen plasma: ffp, plasma
furosemide: lasix
gallstone: cholelithiasis
gastroenterology: gastroenterologist, gi clinic
gastroesophageal reflux disease: gerd, acid reflux, reflux
gastrointestinal bleed: gi bleed, gib, gastrointestinal hemorrhage, gi hemorrhage
gastrointestinal: gi
gestational diabetes: gdm
glasgow coma scale: gcs, coma score
gout: gouty
heart attack: myocardial infarction, mi, ami
heart failure: chf, hf, congestive heart failure, congestive cardiac failure, cardiac failure
heart rate: pulse, hr
heartbeat: heart beat
helicobacter pylori: h pylori
hematoma: collection of blood
hematuria: blood in the urine, bloody urine
hemiarthroplasty: partial hip replacement, hip hemiarthroplasty
hemoglobin a1c: hba1c, a1c, hgba1c, glycated hemoglobin
hemoglobin: hgb, hb
hemopneumothorax: hemothorax and pneumothorax
hemoptysis: coughing up blood, coughed up blood, bloody sputum
hemorrhage: bleed, bleeding, bled, haemorrhage
herpes simplex virus: hsv, herpes
high cholesterol: hyperlipidemia, hld, dyslipidemia, hypercholesterolemia
homicidal ideation: hi, homicidal thoughts
human immunodeficiency virus: hiv
hydronephrosis: dilated kidney
hyperkalemia: high potassium, elevated potassium
hypertension: htn, high blood pressure, elevated blood pressure
hyperthyroidism: overactive thyroid
hypoglycemia: low blood sugar, low glucose, low blood glucose, low sugar
hypokalemia: low potassium
hyponatremia: low sodium
hypotension: low blood pressure
hypothyroidism: underactive thyroid, low thyroid
hypoxia: hypoxemia, low oxygen, desaturation, desaturated
immunosuppression: immunosuppressive, immunosuppressant
infarct: infarction, ischemic stroke
inferior vena cava: ivc
infiltrate: consolidation, opacity
inhaler: puffer, mdi
intensive care: icu, intensive care unit, critical care, micu, sicu, picu, ccu, nicu
international normalized ratio: inr
intracranial pressure: icp
intramuscular: im, intramuscularly
intravenous: iv, intravenously
intubation: intubate, endotracheal tube, breathing tube
itch: pruritus, itchy
jaundice: icterus, jaundiced, icteric
joint pain: arthralgia
kidney function: renal function
kidney stone: nephrolithiasis, renal calculus, renal stone, kidney calculus
kidney transplant: renal transplant, kidney graft, renal allograft, allograft, graft
lactate: lactic acid
left anterior descending: lad
left atrium: la, left atrial
left lower lobe: lll
left lower quadrant: llq
left upper lobe: lul
left upper quadrant: luq
left ventricle: lv, left ventricular
liver cirrhosis: cirrhosis
lobectomy: lobe resection, lobe removed, lobe removal
loss of consciousness: loc, lost consciousness, passed out, syncope, fainted, fainting, blacked out, unconscious, faint, lose consciousness
lumbar puncture: lp, spinal tap
lung cancer: lung carcinoma
magnetic resonance angiography: mra
magnetic resonance imaging: mri, mr imaging
metastasis: metastatic, metastases, mets
methicillin sensitive staphylococcus aureus: mssa
middle cerebral artery: mca
mrsa: methicillin resistant staphylococcus aureus
mucositis: mouth sores, mouth sore, mouth ulcer, inflamed mouth
muscle pain: myalgia
nasogastric tube: ng tube, ngt
national institutes of health stroke scale: nihss
nausea: nauseated, nauseous
nephrectomy: kidney removal, kidney removed, removal of the kidney
nephrology: nephrologist
neurology: neurologist
neuropathy: nerve damage
neurosurgery: neurosurgeon
neutropenia: neutropenic, low neutrophil, low neutrophil count
no fever: afebrile
no known drug allergies: nkda, no known allergies, nka
non invasive ventilation: niv, bipap, noninvasive ventilation, cpap, mask ventilation
nonsteroidal anti inflammatory drug: nsaid, anti inflammatory
nstemi: non st elevation myocardial infarction, non st elevation mi, non st segment elevation myocardial infarction
noradrenaline: norepinephrine, levophed
nosebleed: epistaxis
numb: numbness, sensory loss, loss of sensation
obstetrics: obstetrician, ob
obstructive sleep apnea: osa, sleep apnea
oncology: oncologist
orthopedics: orthopedic, orthopedist, orthopedic surgery, ortho
orthopnea: sleeps on pillows
osteoarthritis: oa, degenerative joint disease, djd
oxygen saturation: spo2, sao2, o2 sat, o2 saturation, sat, o2 sats, oxygen level, saturation, saturated
pain: painful, ache, aching, tenderness, soreness
palpitation: racing heart
pancytopenia: low counts
partial thromboplastin time: aptt, ptt
pediatrician: pediatrics, pediatric, children doctor
peptic ulcer: stomach ulcer, pud, gastric ulcer
percutaneous coronary intervention: pci, angioplasty, stent placement
peripheral artery disease: pad, pvd, peripheral vascular disease
phlegm: sputum, mucus
physical therapy: physiotherapy, physiotherapist, physical therapist
platelet: plt, thrombocyte, platelet count
pneumonia: pna, lung infection
pneumothorax: collapsed lung, ptx
posterior cerebral artery: pca
posterior inferior cerebellar artery: pica
postoperative: post op, postop, after surgery, post surgical
postpartum hemorrhage: pph
posttraumatic stress disorder: ptsd
potassium: k
preeclampsia: pre eclampsia
pregnancy: pregnant, gestation, gravid
progesterone receptor negative: pr negative
progesterone receptor positive: pr positive
prothrombin complex concentrate: pcc
proton pump inhibitor: ppi
psychiatry: psychiatrist
pulmonary edema: fluid in the lungs, fluid on the lungs, lung edema
pulmonary embolism: pe, pulmonary embolus, lung clot, pulmonary emboli
pulmonology: pulmonologist, respiratory clinic, lung specialist, pulmonary clinic
pyelonephritis: kidney infection, renal infection
range of motion: rom
rash: exanthem
reduced urine output: oliguria
rejection: rejected
resistance: resistant, nonsusceptible
retinopathy: eye disease, eye damage
rheumatoid arthritis: rheumatoid
right lower lobe: rll
right lower quadrant: rlq
right middle lobe: rml
right upper lobe: rul
right upper quadrant: ruq
road traffic accident: mvc, mva, car accident, car crash, motor vehicle accident, motor vehicle collision, road accident, motor vehicle crash
room air: ra
runny nose: rhinorrhea
sars cov 2: covid 19, covid, coronavirus, sars cov
seizure: convulsion, epileptic seizure, epileptic fit
sensitive: susceptible, susceptibility
skin infection: cellulitis
slurred speech: dysarthria
sodium: na
sore throat: pharyngitis
speech therapy: speech and language therapy, slp, speech language pathology, speech pathologist
spinal cord injury: sci
spleen removal: splenectomy, spleen was removed, removal of the spleen, removal of his spleen, spleen removed
spleen: splenic
staphylococcus aureus: s aureus, staph aureus
stemi: st elevation myocardial infarction, st elevation mi, st segment elevation myocardial infarction
stenosis: narrowing, narrowed, stenotic
stone in: calculi
stool: feces, bowel movement
stroke: cva, cerebrovascular accident, brain attack
subcutaneous: sc, subq, sq, subcutaneously
suicidal ideation: si, suicidal thoughts, thoughts of suicide
supplemental oxygen: home oxygen, oxygen therapy, o2, oxygen
surgery: operation, operative, surgical, operated, surgeon, surgical procedure
swallow: swallowing, deglutition
tachycardia: fast heart rate, rapid heart rate
thigh bone: femur, femoral shaft
thrombolysis: tpa, alteplase, thrombolytic, clot busting
thyroid stimulating hormone: tsh
transient ischemic attack: tia, mini stroke
tremor: shaking, shaky
trimethoprim sulfamethoxazole: tmp smx, bactrim, cotrimoxazole, co trimoxazole
tube feeding: enteral nutrition, tube feed, ng feeding
tuberculosis: tb
tumor marker: marker
ulcerative colitis: uc
ultrasound: ultrasonography, sonogram, sonography, usg, doppler
upper respiratory infection: uri, cold, common cold, urti
urinary tract infection: uti, bladder infection, urine infection
urination: urinating, micturition, voiding, void
vaccine: vaccination, immunization, vaccinate, immunize, shot
vasopressor: pressor
ventilation: ventilator, ventilated, mechanical ventilation
ventilator associated pneumonia: vap, ventilator pneumonia
visual hallucination: vh
vitamin k: phytonadione
vomit blood: hematemesis, blood in the vomit, bloody vomit
vomit: emesis, vomiting, throw up, threw up
weak: weakness, paresis, hemiparesis, weakened
wheeze: wheezing, wheezy
white cell: white blood cell, wbc, leukocyte, white blood count, white count, white cell count, white blood cell count
wound: incision, surgical site
wrist bone: scaphoid
x ray: radiograph, xray, plain film, radiography, roentgenogram
young mania rating scale: ymrs
`;
