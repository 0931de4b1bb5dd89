page-title = Lessons
page-lead = Short lessons on how pictures mislead, and how to judge them fairly. Take them in any order.
help-now = Help, if a picture hurts somebody
lesson-time = { $minutes } minutes. Ages { $ages }.
open-lesson = Read: { $title }
no-such-lesson = There is no such lesson. Please choose one from the list below.
all-lessons = All lessons
first-read = It helps to read this first:

objectives = What you will be able to do
try-it = Try it yourself
key-points = Key points
cannot-tell = What this cannot tell you
facts-used = Facts used in this lesson
fact-number = Fact { $number } in the list at the end
fact-source = Source: { $source }, { $date }. { $address }
fact-checked = Checked on { $checked }, to be checked again by { $expires }.
fact-expired = Checked on { $checked }. It should have been checked again by { $expires }, so it may be out of date.
fact-confirmed = How sure: confirmed. We read it in this source.
fact-reported = How sure: reported. We read it where others tell of this source, not in the source itself.
fact-unconfirmed = How sure: not confirmed. We found nothing that settles it, so please do not pass it on as certain.
fact-used-in = Used in: { $titles }
sources = Read more

lesson-finished = You have answered every question of this lesson rightly in the end.
lesson-practise = Now practise it on pictures.
lesson-solved = { $solved } of { $questions } questions answered.
lesson-done = Finished: all { $questions } questions answered.
progress-kept = Your answers to the questions are kept under a code in the address of this page, without a name, and are deleted after { $days } days. To go on another day, keep the address. To show the lesson to somebody else, leave out what stands behind “learner=”.
progress-unknown = What you did before is no longer here: the address may be incomplete, or it was deleted because it was old. You can begin anew.
practise = Practise on pictures of this sort

projector-on = Show it large, for a projector
projector-off = Back to the usual size
projector-back = Back
projector-next = Next
projector-place = { $title }: part { $number } of { $total }

for-teachers = For teachers
guide-link = For teachers: plans, guides and handouts
guide-of-lesson = Guide: timings, questions, handouts
teach-title = Teach with Second Look
teach-lead = Here is what you need to take a class through it: plans for the time you have, a guide to each lesson with timings, questions and expected answers, and sheets to print. Read what a lesson says about sensitive content before you choose it.
plans = Plans
plan-prepare = Before the class comes:
plan-session = { $title }, { $minutes } minutes
plan-form = Spot the fake: form { $form }
guides = Guides
guide-entry = { $title } ({ $minutes } minutes)
guide-title = Guide: { $title }
guide-sensitive = Take care
guide-timings = Timings
guide-minutes = Minute { $from } to { $to }.
guide-questions = Questions to ask
guide-expect = A good answer: { $answer }
guide-print = To print
print-handout-button = Handout (PDF)
print-answers-button = Answer key (PDF)
guide-competences = What it serves
guide-framework = In the AI literacy framework of the European Commission and the OECD (AILit), in the wording of its review draft of May 2025. The final version of 18 June 2026 has superseded that draft, and we have not yet compared the two:
domain-engage = engaging with AI
domain-create = creating with AI
domain-manage = managing AI
domain-design = designing AI
all-guides = All plans and guides
charter = Class charter
charter-lead = The last part of the course ends in rules that the class gives itself. Change this draft as your class decides, one rule on each line, take your rules over, and print them. Nothing that you write here is kept: it is gone when you leave the page.
charter-rules = Our rules, one on each line
charter-take = Take these rules over
charter-printed = { $rules ->
    [0] There is no rule yet. Only lines to write on will be printed.
    [one] This rule will be printed:
   *[other] These { $rules } rules will be printed:
  }
charter-unprintable = Our letters for printing lack these, and would leave a blank: { $letters }. Please write the rule in other letters, or add it by hand.
charter-button = Charter (PDF)

ledger-link = Where our facts come from
ledger-title = Facts and where they come from
ledger-lead = Every number, law, case and service that our lessons lean on stands here, with its source, the day somebody last compared the two, and how sure we are. Things change: when the day to check again has passed, we say so.
ledger-count = { $expired ->
    [0] There are { $facts } facts. None of them is overdue for a check.
    [one] There are { $facts } facts. One of them is overdue for a check.
   *[other] There are { $facts } facts. { $expired } of them are overdue for a check.
  }
ledger-search = Search for words
ledger-show = Show
ledger-show-all = All
ledger-show-expired = Overdue for a check
ledger-show-reported = Only reported
ledger-show-unconfirmed = Not confirmed
ledger-found = { $facts ->
    [0] No fact fits. Take fewer words, or show all.
    [one] One fact fits.
   *[other] { $facts } facts fit.
  }

print-author = Second Look
print-footer = { $title } · page { $page } of { $pages }
print-answers = Answer key: { $title }
print-right = Right. { $explanation }
print-wrong = Not right. { $explanation }
print-facts = Where the facts come from
print-help = Help comes first
print-service = { $name } ({ $address }), for people { $age }. { $does }
print-help-here = The help card in the lesson names more, by country. Where to find help here:
print-own-rules = More rules of our own
print-agreed = Agreed by our class on:
source = **{ $title }**, by { $who }, { $year }: { $address } (checked { $checked })
next = What next?
next-lesson = Next lesson: { $title }
play = Practise: spot the fake
ask-detector = Or [ask the detector](/detector/) about a picture. It opens in a new tab.

check-heading = Check yourself
check-answer = Check my answer
choose-first = Choose an answer first.
choice-not-stored = Your answer could not be stored just now. What you chose is still here: wait a moment, then press the button again.
choice-right = **Right.** { $explanation }
choice-wrong = **Not quite.** { $explanation } Choose another answer and check again.
other-choices = And the others?
other-choice = **“{ $choice }”** { $explanation }

lab-no-photographs = The photographs for this lab are missing. Please tell the person who runs this site.
lab-photograph = Photograph
photograph-forest-castle = Castle
photograph-drum-kit = Drums
photograph-hillside-sheep = Sheep
photograph-three-cows = Cows
photograph-calf-face = Calf
photograph-arches-over-water = Castle in the river
photograph-branches-under-water = Coral
photograph-golden-tower-night = Towers
photograph-lemur-birch-log = Lemur
photograph-sea-cave = Cave
photograph-bee-red-blossom = Bee
photograph-alpine-goat = Goat
photograph-guitar-by-the-drums = Guitar
photograph-fig-bowl = Fig
photograph-two-rows-of-arches = Arena
photograph-canyon-river = River
photograph-domed-monument-gate = Dome
photograph-hall-with-arm = Robot arm
photograph-cats-among-boulders = Big cats
lab-edit = Edit
edit-clone = Clone
edit-paste = Paste
edit-remove = Remove
edit-smooth = Smooth
edit-recolour = Recolour
edit-clone-does = A piece of the photograph is copied from right beside.
edit-paste-does = A piece of another photograph covers this part.
edit-remove-does = This part is cut out, and the hole is filled from its rim inwards.
edit-smooth-does = The fine detail in this part is blurred.
edit-recolour-does = The colours of this part are changed. Its light and detail stay.
lab-size = Size
size-small = Small
size-medium = Medium
size-large = Large
lab-across = From the left edge
lab-down = From the top edge
lab-move = Move the line: left of it you see the untouched photograph, right of it your edit. A finger, the mouse, or the arrow keys will do.
lab-share = { $share }% of the width shows the untouched photograph
lab-quality = JPEG quality (a lower number makes a smaller file)
lab-show = Maps of the photograph
show-after = With the edit
show-before = Untouched
lab-outline = Outline the edited part
lab-picture-after = { $alt } One round part is edited ({ $size }, its middle { $across }% from the left and { $down }% from the top): { $edit }
lab-picture-before = { $alt } Without the edit.
trace-error_level = Error level
trace-noise_residual = Noise
map-alt = { $name } map as a grey picture. { $reading }
rank-stands-out = **It stands out.** With the edit, this part is brighter than { $after }% of the rest. Untouched, it was brighter than { $before }%.
rank-stood-out-before = **It stood out before.** With the edit, this part is brighter than { $after }% of the rest. But untouched it was brighter than { $before }% already, so a bright spot here is no sign of an edit.
rank-rim = **Only its rim stands out.** With the edit, the rim of this part is brighter than { $after }% of the rest. Untouched, it was brighter than { $before }%.
rank-hidden = **It does not stand out.** With the edit, this part is brighter than { $after }% of the rest. Untouched, it was brighter than { $before }%.
map-missing = **No map.** This could not be measured here: the picture has too little grain or detail left.
lab-credit = Photograph: *{ $title }* by { $author }, { $licence }, [source]({ $source })
lab-credit-paste = Pasted from: *{ $title }* by { $author }, { $licence }, [source]({ $source })
lab-licence = The edited picture may be used under { $licence }.

lab-clip = Clip
clip-every-frame = Face swapped anew in each frame
clip-once = Face swapped once, then carried along
clip-untouched = Untouched
lab-view = Show
view-picture = The picture
view-difference = What changed since the frame before
lab-frame = Frame
frame-back = Back one frame
frame-on = On one frame
frame-alt = Frame { $frame } of { $frames }. A white sheep on a meadow looks at us while the camera glides slowly to the right. { $clip ->
    [untouched] It has the face of a sheep.
   *[other] It has the face of a calf, which shows its lower teeth.
    }
difference-alt = Frame { $frame } of { $frames } as a grey picture: bright is what changed since the frame before. { $reading }
difference-first = This is the first frame, so there is none before it. Go on one frame.
change-first = This is the first frame. From the next one on, you can read here how much has changed.
change-flickers = Since the frame before, the face has changed about **{ $times } times** as much as the rest of the picture.
change-even = Since the frame before, the face has changed **as much as** the rest of the picture: only by its fine grain.

clue = **{ $name }.** { $about }
clue-anatomical = Bodies
clue-anatomical-about = Could a body look like this? Count legs, wings, teeth and fingers.
clue-stylistic = Style
clue-stylistic-about = Does it look painted, too smooth or too grainy, as if two kinds of picture were mixed?
clue-functional = Things
clue-functional-about = Could this thing work? Follow strings, bars, windows and handles.
clue-physics = Light and physics
clue-physics-about = Do light, shadow, reflection and weight obey the rules of nature?
clue-sociocultural = People and customs
clue-sociocultural-about = Would people write, build or do this, at this place and time?
belief-flaw = A flaw: something was edited or generated here.
belief-odd = Odd, but real.
sorter-card = Picture { $card } of { $cards }
sorter-alt = { $alt } One part is outlined, at the { $down ->
    [0] top
    [1] middle
   *[2] bottom
    } and { $across ->
    [0] on the left
    [1] in the centre
   *[2] on the right
    }.
sorter-family = Which family of clue is the outlined part about?
sorter-belief = And what do you take it for?
sorter-show = Show the answer
sorter-both = Choose a family, and say what you take it for. Then you see the answer.
sorter-hit = **Yes, it is a flaw.** You noticed it.
sorter-miss = **This one is a flaw.** You took it for real.
sorter-false-alarm = **This one is real.** You took it for a flaw.
sorter-correct-rejection = **Yes, it is real.** You believed a true picture, and that counts as much as finding a fake.
sorter-family-alike = We put it into the same family as you: **{ $family }**. { $about }
sorter-family-differs = You chose **{ $chosen }** ({ $chosen_about }) We put it into **{ $family }** ({ $about }) Families overlap, so talk about it if you see good reasons for yours.
sorter-description = Full description of the picture
sorter-next = Next picture
sorter-end = See how it went
sorter-went = How it went
sorter-tally = You found **{ $flaws_found } of { $flaws }** flaws, and you believed **{ $real_believed } of { $real }** pictures that are odd but real. You sorted { $sorted_alike } of { $cards } into the same family as we did. So few pictures say little about how good you are. Which kind of mistake did you make more often?
sorter-again = See picture { $card } again: { $name }
sorter-anew = Begin anew

lab-specimen = Picture
specimen-pasted = Sheep, part pasted in
specimen-pasted-story = A round part of another photograph was pasted into the middle.
specimen-smoothed = Castle, part smoothed
specimen-smoothed-story = A round part in the middle was smoothed.
specimen-enlarged = Drums, enlarged
specimen-enlarged-story = The whole photograph was shrunk to half of its width and height, and enlarged again in steps of two pixels that overlap unevenly, as in some picture generators.
specimen-made-anew = Towers, made anew
specimen-made-anew-story = The whole picture was shrunk, and our own small model made it large again. So no single part stands out: everything is made up.
specimen-removed = Lemur, something removed
specimen-removed-story = Beside this lemur, something was taken out of the photograph.
specimen-real-drums = Drums, untouched
specimen-real-drums-story = A real photograph. Nobody has edited it.
specimen-real-cave = Cave, untouched
specimen-real-cave-story = A real photograph. Nobody has edited it. But the squares of a former JPEG file are still in it. Look at its spectrum.
specimen-alt = { $alt } { $story }
lab-measure = Measure
trace-spectral_peak = Spectrum
lab-saved-at = Save again at this JPEG quality (a lower number makes a smaller file)
lab-picture = The picture
error_level-alt = Error level map as a grey picture: bright is unusual for this picture. { $reading }
noise_residual-alt = Noise map as a grey picture: bright is unusual for this picture. { $reading }
spectral_peak-alt = Spectrum as a grey square, symmetric through its middle, where the slow changes of the picture are. { $reading }
points-found = **The rings mark sharp points.** Something repeats all over the picture.
points-missing = **No sharp point stands out** away from the middle.
place-found = **It points to the edit.** The edited part is brighter than { $rank }% of the rest.
place-missed = **It does not point to the edit.** The edited part is brighter than { $rank }% of the rest.
score-rare = **A rare score.** Of 100 real photographs we measured, { $rate ->
    [0] fewer than one
   *[other] about { $rate }
    } scored this high. So it is worth a second look, and no proof.
score-common = **Nothing special.** Of 100 real photographs we measured, about { $rate } scored this high. Whoever calls such a picture fake calls all of these fake as well.

claim-name = Claim { $number }
claim-sources = Sources (open as many as you like)
claim-real = **Real.**
claim-made-up = **Made up** for this exercise, but like what you would find.
claim-decide = What do you say of the claim?
claim-true = True
claim-false = False
claim-open = Not settled yet
claim-opened = { $opened ->
    [0] You opened none of the { $sources } sources. Open one or two, and see whether you would still say so.
    [one] You opened one of { $sources } sources.
   *[other] You opened { $opened } of { $sources } sources.
    }

paint-not-ready = The painter of this lab is not set up here yet. Please tell the person who runs this site; the lesson can be read without it.
paint-not-installed = The painter cannot paint on this computer, because “{ $name }” is not installed. Please tell the person who runs this site.
paint-impossible = The painter cannot paint this. Please tell the person who runs this site: { $reason }
paint-class = What to paint
paint-seed = Seed (any whole number from 1 to 999)
paint-steps = Steps
paint-guidance = Guidance (1 is off)
paint = Paint
paint-another = Another one (next seed)
paint-waiting = Waiting for the painter. The first painting of all takes longer.
paint-progress = Step { $done } of { $total }
paint-example = This painting was made for you beforehand. Press **{ paint }** to have your own made, or choose the recipe below and have this one made again.
paint-changed = You have changed your choices. What you see is the last painting; press “{ paint }” for a new one.
paint-recipe = Recipe: { $what }, seed { $seed }, { $steps } steps, guidance { $guidance }
paint-step = Step (0 is noise alone)
paint-so-far = The picture so far
paint-guess = The painter's guess
paint-notice-noise = **Notice:** the picture is pure noise, yet the painter already has a guess. It is a blurry mix of what it has learned about “{ $what }”.
paint-notice-layout = **Notice:** the guess finds its colours and large shapes, while the picture still looks like noise.
paint-notice-parts = **Notice:** the picture comes out of the noise, and the large shapes of the guess hardly move any more.
paint-notice-detail = **Notice:** only small things still change, such as edges, folds and spots.
paint-notice-finished = **Notice:** the noise is gone. Look for a detail that makes no sense: the painter has never held a real thing in its hands.
paint-so-far-alt = Step { $step } of { $steps }, { $what }. { $stage ->
    [noise] Coloured dots at random, with no picture in them.
    [layout] Mostly coloured dots, with hardly a picture in them.
    [parts] A picture under a veil of coloured dots.
   *[detail] A picture with a little noise left on it.
    [finished] The finished picture, without noise: 64 by 64 squares of colour.
    }
paint-guess-alt = The painter's guess at step { $step } of { $steps }, { $what }. { $stage ->
    [noise] A blurry patch of colour.
    [layout] Soft large shapes, with hardly any detail.
    [parts] Shapes with edges, and little detail.
   *[detail] Nearly the finished picture.
    [finished] The same as the finished picture.
    }
paint-settled = How much of the finished picture the guess has already: large shapes **{ $layout } of 100**, fine detail **{ $detail } of 100**.
paint-save = Save the finished picture, with its label
paint-earlier = Your paintings

spread-reach = Sharing: how many people each believer shows the fake to
spread-doubt = Doubt: in how many of 10 meetings people pass over what they see
spread-starts = Start: the hour in which the correction begins
spread-never = never
spread-warned = Warning: how many of 10 people were told beforehand
spread-result = What happens in three days
spread-believed = At the height, **{ $most } of 100** people believe the fake. After { $days } days, **{ $still } of 100** still do.
spread-informed = **{ $informed } of 100** people hear the correction. Whoever hears it and goes on believing counts in both numbers.
spread-no-correction = There is no correction, so there is no lag, and nobody hears one.
spread-lag = The correction is **{ $lag } hours behind**: of all sharing in these { $days } days, half of the fake's is done after { $fake } hours, half of the correction's after { $correction }. Measured on Twitter: { $low } to { $high } hours.
spread-ahead = The correction is **{ $lag } hours ahead**: of all sharing in these { $days } days, half of the correction's is done after { $correction } hours, half of the fake's after { $fake }.
spread-fizzles = The fake never catches on, so there is no lag worth telling.
spread-compare = On an ordinary day: { $most } of 100 believe it at the height, { $still } of 100 in the end, and the lag is { $lag } hours.
spread-table = Hour by hour, as a table
spread-hour-column = Hour
spread-believing-column = Believe the fake
spread-informed-column = Have heard the correction
spread-of-hundred = of 100 people
spread-correction-begins = correction begins
spread-show-curves = Draw the curves (loads about 5 MB once)
spread-curves-described = Two curves over three days. The solid one, belief in the fake, climbs to { $most } of 100 people and ends at { $still }. The dashed one, people who have heard the correction, ends at { $informed }.
spread-simple = **How simple this is:** everybody meets everybody alike, there is one fake and one correction, sharers lose interest after about { $attention } hours, and a quarter of those who hear the correction too late go on believing. We chose such numbers so that an ordinary day fits the measurement.

sign-says-camera = A camera took this picture.
sign-says-model = A trained model made this picture.
lab-sign-photograph = Photograph
lab-sign-says = What the record shall say
lab-sign-fate = And then …
sign-fate-untouched = nothing happens to the file.
sign-fate-one-pixel = somebody changes one pixel.
sign-fate-stripped = the record is removed, as a screenshot does.
sign-fate-moved = somebody pastes the record onto another picture.
sign-fate-impostor = somebody else signs the picture, under our name.
sign-fate-note-only = there is only a note without a signature.
lab-sign-know-us = Our test authority is on the checker's list
sign-alt = { $alt } In this file, { $fate }
sign-checker = What the checker finds
sign-state-trusted = **It fits, and the signer is on the list.** Picture and record are as they were signed.
sign-state-valid-unknown-signer = **It fits, but the signer is unknown.** Picture and record are as they were signed, by a key that is not on the list.
sign-state-invalid = **It does not fit.** The words of this record mean nothing any more.
sign-state-absent = **There is no record.** That says nothing about the picture.
sign-state-stored-elsewhere = **The record lies somewhere else.** It was not fetched.
sign-state-unreadable = **The record cannot be read.**
sign-changed = The picture or the record was changed after signing.
sign-signer = The signer calls itself “{ $signer }”.
sign-record-says = The record says: “{ $what }”
sign-note-says = A note without a signature says: “{ $what }”
sign-lesson-untouched = **Notice:** choose the other sentence above. The check passes for both, though only one of them is true. A signature proves who said it, and not that it is so.
sign-lesson-one-pixel = **Notice:** one pixel in the middle is one step of 255 brighter or darker. You cannot see it. The checker can, but it cannot tell whether somebody cheated or only a program was careless.
sign-lesson-stripped = **Notice:** the picture looks as before, and the checker has nothing to check. This is how most pictures in the world look to it.
sign-lesson-moved = **Notice:** you see another picture, with the record of the first. A record fits one picture only, because it holds a fingerprint of it.
sign-lesson-impostor = **Notice:** the name is exactly ours, and the signature is valid. Only the key gives the impostor away, and only if the checker knows the right one.
sign-lesson-note-only = **Notice:** anybody can write this sentence into a file with a simple program, and anybody can change it. Nothing breaks.

help-country = Country
help-elsewhere = Any country
help-age = The person in the picture is, or was then
help-age-under-18 = under 18
help-age-adult = 18 or older
help-emergency = **In danger right now?** Call the emergency number. { $checked }
help-emergency-elsewhere = **In danger right now?** Call the emergency number of your country.
help-call = Call { $number }
help-checked = (Checked { $checked })
help-checked-too-long-ago = (Checked { $checked }; that is some time ago, so it may have changed.)
help-not-stored = Nothing about your choice is stored. If somebody else uses this device, close the page afterwards.

vote-motion = The motion
vote-motion-label-all = Every generated picture must carry a label that people can see.
vote-motion-ask-first = Nobody may post a picture of somebody without asking, not even in a class chat.
vote-motion-never-clone = Nobody's voice may be copied after their death.
vote-before = Before the debate
vote-after = After the debate
vote-opinion = Opinion
vote-agree = Agree
vote-unsure = Not sure
vote-disagree = Disagree
vote-not-yet = Enter the counts of both votes. They stay in this visit and are stored nowhere.
vote-moved = At least **{ $people } of { $total }** changed their vote. It may have been more, if some changed in opposite directions.
vote-unmoved = The counts are the same. People may still have changed their votes, in opposite directions.
vote-other-number = { $before } voted before and { $after } afterwards, so the counts cannot tell who changed. Compare them with care.

threshold-not-measured = The scores of our detector have not been measured on this installation yet, so this lab has nothing to show; the lesson can be read without it.
threshold-broken = The measured scores cannot be used. Please tell the person who runs this site: { $reason }
threshold-threshold = Threshold: an alarm from this score on
threshold-generated = How many of { $pictures } pictures are generated
threshold-scores-generated = Generated pictures
threshold-scores-real = Real pictures
threshold-bars-alt = Two bar charts of scores from 0 to 100, of { $generated } generated and of { $real } real pictures. Bars from { $threshold } on are filled: those pictures raise an alarm.
threshold-hits = **Hits:** { $count } of { $total } generated pictures raise an alarm: { $share } of 100. The true rate may lie between { $low } and { $high }.
threshold-false = **False alarms:** { $count } of { $total } real pictures raise an alarm: { $share } of 100. The true rate may lie between { $low } and { $high }.
threshold-verdicts = Our detector's **verdicts** are more careful than this one score: they accuse a picture only if hardly any real photograph scores as high, and otherwise often say “we cannot tell”. So its page “Accuracy” shows far fewer false alarms than you find here in the middle of the scale.
threshold-hundred = Of { $pictures } pictures, of which { $generated } are generated
threshold-dots-alt = { $pictures } signs. Of the round ones, the generated pictures, { $hits } are filled and raise an alarm, and { $misses } are empty and missed. Of the square ones, the real pictures, { $false_alarms } are filled and raise a false alarm, and { $correct_rejections } are empty and raise none.
threshold-dots = Round signs are generated pictures, square ones are real; filled ones raise an alarm. Alarms: **{ $alarms }**, of which **{ $hits }** right and **{ $false_alarms }** false. Generated pictures that are missed: **{ $misses }**.
threshold-mostly-right = So an alarm is right in about **{ $right } of 100** cases here. Before the alarm it was { $before } of 100.
threshold-mostly-wrong = So **most alarms are wrong** here: over many such hundreds of pictures, about { $right } of 100 alarms are right. Before the alarm it was { $before } of 100, so the alarm is a hint, and no more.
threshold-no-hint = So an alarm **tells you nothing** here: about { $right } of 100 alarms are right, and { $before } of 100 pictures were generated before you asked.
threshold-silent = At this threshold there is no alarm at all, so nothing is found either.
threshold-measured = Measured on { $date } by { $command }.
