page-title = Lessons
page-lead = Short lessons on how pictures mislead, and how to judge them fairly. Take them in any order.
lesson-time = { $minutes } minutes. Ages { $ages }.
open-lesson = Read: { $title }
no-such-lesson = There is no lesson “{ $id }”. Please choose one from the list below.
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
sources = Read more
source = **{ $title }**, by { $who }, { $year }: { $address } (checked { $checked })
next = What next?
next-lesson = Next lesson: { $title }
play = Practise: spot the fake
ask-detector = Or [ask the detector](/detector/) about a picture. It opens in a new tab.

check-heading = Check yourself
check-answer = Check my answer
choose-first = Choose an answer first.
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
lab-edit = Edit
edit-clone = Clone
edit-paste = Paste
edit-smooth = Smooth
edit-recolour = Recolour
edit-clone-does = A piece of the photograph is copied from right beside.
edit-paste-does = A piece of another photograph covers this part.
edit-smooth-does = The fine detail in this part is blurred.
edit-recolour-does = The colours of this part are changed. Its light and detail stay.
lab-place = Where
place-left = Left
place-middle = Middle
place-right = Right
lab-quality = JPEG quality (a lower number makes a smaller file)
lab-show = Show
show-after = With the edit
show-before = Untouched
lab-outline = Outline the edited part
lab-picture = Picture
lab-picture-after = { $alt } One round part ({ $place }) is edited: { $edit }
lab-picture-before = { $alt } Without the edit.
trace-error_level = Error level
trace-noise_residual = Noise
map-alt = { $name } map as a grey picture. { $reading }
rank-stands-out = **It stands out.** With the edit, this part is brighter than { $after }% of the rest. Untouched, it was brighter than { $before }%.
rank-stood-out-before = **It stood out before.** With the edit, this part is brighter than { $after }% of the rest. But untouched it was brighter than { $before }% already, so a bright spot here is no sign of an edit.
rank-hidden = **It does not stand out.** With the edit, this part is brighter than { $after }% of the rest. Untouched, it was brighter than { $before }%.
map-missing = **No map.** This could not be measured here: the picture has too little grain or detail left.
lab-credit = Photograph: { $title }, by { $author }. { $licence }. { $source }
lab-credit-paste = Pasted from: { $title }, by { $author }. { $licence }. { $source }
lab-licence = The edited picture may be used under { $licence }.

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
paint-example = This painting was made for you beforehand. Press **{ paint }** to have your own made.
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
    [layout] Soft large shapes, without detail.
    [parts] Shapes with edges, and little detail.
   *[detail] Nearly the finished picture.
    [finished] The same as the finished picture.
    }
paint-settled = How much the guess is like the finished picture: large shapes **{ $layout } of 100**, fine detail **{ $detail } of 100**.
paint-save = Save the finished picture, with its label
paint-earlier = Your paintings
