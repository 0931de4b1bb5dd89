## Site

site-title = Second Look
page-home = Start
page-quiz = Spot the fake
page-lessons = Lessons
page-teach = Teach
page-facts = Facts
page-detector = Detector
page-gallery = Gallery
page-packs = Packs
page-make = Your own pack
page-credits = Credits

## Home

home-title = Take a second look
home-lead = Some pictures are photographs. Some were changed, and some never happened. Here you practise telling them apart, and you learn why believing a **real** picture matters as much as catching a fake.
home-quiz = **Spot the fake.** Ten pictures. Say what you think and how sure you are, then see where to look and why.
home-lessons = **Lessons.** Short reads with things to try: how a picture is faked, and how to check where it came from.
home-detector = **Detector.** Choose a picture and see what the traces in it can tell, and what they cannot.
home-privacy-title = What this app keeps
home-privacy = No account, no name, no network address. Your answers in the quiz and in the lessons are kept under random codes that only your page's address holds, and are deleted after { $days } days. A picture you show to the detector is not kept. No other website is asked for anything, unless a facilitator downloads a pack of pictures.

## Detector door

detector-title = Ask the detector
detector-lead = The detector looks at one picture and tells what it finds: where the file says it comes from, and what traces the pixels hold. It can be wrong, so it asks what **you** think first.
detector-open = Open the detector
detector-first = The first visit after a start takes about ten seconds, while the detector is loaded.

truth-real = It is a real photograph. { $why }
truth-fake = It is fake. { $why }

## Credits page

credits-title = Picture credits
credits-lead = Every photograph that the quiz uses, with who took it and on what terms. We cropped them and made them smaller, and changed some of them for the quiz. A picture that we changed comes under CC BY 4.0, or under the share-alike licence of a photograph in it.

## Quiz: the way in

quiz-title = Spot the fake
quiz-invitation = You will see ten pictures. About half are real photographs. In the others something was added, copied, taken away, or changed. Say what you think and how sure you are. There is no clock and there are no points: take all the time you like.
practice-invitation = You will see ten pictures. The fakes among them are of the sort that your lesson was about, as far as there are enough. About half of the ten are real photographs, as always, and some of those look odd. Say what you think and how sure you are. There is no clock and there are no points: take all the time you like.
form-invitation = You will see { $total } pictures. About half are real photographs. In the others something was added, copied, taken away, or changed, or the words with them are not true. Say what you think and how sure you are. There is no clock and there are no points: take all the time you like. Everybody who opens this link sees the same pictures, each in an order of their own.
form-name = Form { $form }
form-unknown = There is no form of this name. Ask your facilitator for the right link, or start a usual round.
-come-back = If your phone sleeps or the connection drops, just open the same page again: you come back to the same picture.
quiz-promise = After each answer you see where to look, and why. { -come-back }
form-promise = After the last picture you see how you did, and for every picture where to look, and why. { -come-back }
start = Start a round
go-on = Go on with your round at picture { $number }
play-again = Play another round
round-unknown = This round is no longer here. Its address may be incomplete, or it was deleted because it was old. Start a new one.
round-gone = { $left ->
    [0] The pictures of this round were removed from the app, so it cannot go on. Start a new one.
   *[other] { $gone ->
        [one] One picture
       *[other] { $gone } pictures
      } of this round { $gone ->
        [one] was
       *[other] were
      } removed from the app after you had started. You can go on with the other { $left }.
  }
round-go-on-without = Go on without
not-read = What was answered so far cannot be read just now. Wait a moment, then reload this page. If it stays so, tell your facilitator.
round-not-stored = Nothing can be stored just now. Wait a moment, then press the button again.
too-few-pictures = There are too few pictures for a whole round. Ask your facilitator to install another pack.

## Quiz: asking

picture-of = Picture { $number } of { $total }
question = Is this picture real or fake?
question-captioned = Picture and words together: real, or fake? A false story makes it fake.
posted-with = Posted with these words:
choice-real = Real
choice-fake = Fake
how-sure = How sure are you?
confidence-1 = Just guessing
confidence-2 = A bit sure
confidence-3 = Fairly sure
confidence-4 = Very sure
confidence-5 = Certain
answer = Answer and see why
answer-form = Answer and go on
answer-incomplete = Choose real or fake, and how sure you are. Then you see the answer.
answer-incomplete-form = Choose real or fake, and how sure you are. Then you go on.
answer-not-stored = Your answer could not be stored just now. What you chose is still here: wait a moment, then press the button again.
form-answered = You have answered this picture. After the last one you can look at every answer and the reasons for it.
next = Next picture
to-summary = See how the round went

## Quiz: the answer

outcome-hit = **Right: this picture is fake.** You said: { $choice }, { $confidence }.
outcome-miss = **Not this time: this picture is fake.** You said: { $choice }, { $confidence }.
outcome-false-alarm = **Not this time: this picture is real.** You said: { $choice }, { $confidence }.
outcome-correct-rejection = **Right: this picture is real.** You said: { $choice }, { $confidence }.
outcome-hit-captioned = **Right: the words are not true of this photograph.** You said: { $choice }, { $confidence }.
outcome-miss-captioned = **Not this time: the words are not true of this photograph.** You said: { $choice }, { $confidence }.
outcome-false-alarm-captioned = **Not this time: the words are true of this photograph.** You said: { $choice }, { $confidence }.
outcome-correct-rejection-captioned = **Right: the words are true of this photograph.** You said: { $choice }, { $confidence }.
compare = Compare with the untouched photograph
compare-move = Move the line: left of it you see the untouched photograph. A finger, the mouse, or the arrow keys will do.
compare-share = { $share }% of the width shows the untouched photograph
compare-side-by-side = See both side by side
compare-shown = The changed picture
compare-original = The untouched photograph
original-alt = The same scene as it was photographed
how-made = **How it was made:**
check-too = What else you could check
description = Full description of the picture
family-anatomical = a clue in the body
family-stylistic = a clue in the style
family-functional = a clue in how things work
family-physics = a clue in light and physics
family-sociocultural = a clue in how people live
family-technical = a trace of editing
family-context = a clue outside the picture
credit-line = Photograph: *{ $title }* by { $author }, { $licence }, [source]({ $source }). { $changes ->
    [none] { "" }
   *[other] Changed before us: { $changes }.
  } We cropped it and made it smaller.
credit-line-own = *{ $title }* by { $author }, { $licence }, made for this pack. We cropped it and made it smaller.
credit-line-generated = Picture: *{ $title }* by { $author }, { $licence }, [source]({ $source }). We made it smaller.
credit-edit = The changed picture: Second Look, { $licence }
credit-edit-elsewhere = The changed picture, made for this pack: { $licence }
licence-LicenseRef-ComfyUI-examples = permission to use and share the workflow files that these pictures are

## Quiz: the end

summary-title = How the round went
summary-believed = Real pictures you believed
summary-caught = Fakes you caught
balance-all-right = You told them all apart. Try another round: the next pictures may be harder.
balance-even = You kept a balance between trust and doubt.
balance-many = Many of these fooled you, in both directions. That is common: read the reasons below, and try another round.
balance-trusting = Fakes fooled you more often than you doubted real pictures. Take a second look before you believe.
balance-suspicious = You doubted real pictures more often than fakes fooled you. Doubting everything is also a way of being fooled: real pictures need you to believe them.
summary-sure = How sure you were, and how often you were right
summary-sure-meaning = When your sureness fits, "just guessing" is right about half of the time and "certain" nearly always.
summary-sure-line = **{ $confidence }**: right { $right } of { $answers } { $answers ->
    [one] time
   *[other] times
  } (a fitting share would be about { $expected }%)
summary-clues = Where the clues were
summary-clues-meaning = How you did with each kind of clue. A picture with two kinds counts in both lines, and a line holds only a few pictures. Choose a line to see them again.
summary-clue-caught = { $hits } of { $fakes } { $fakes ->
    [one] fake
   *[other] fakes
  } caught
summary-clue-believed = { $right } of { $reals } real { $reals ->
    [one] picture
   *[other] pictures
  } believed
summary-missed = { $n ->
    [0] You missed no picture
    [one] The picture you missed
   *[other] The { $n } pictures you missed
  }
missed-real = Picture { $number }, real
missed-fake = Picture { $number }, fake
missed-real-captioned = Picture { $number }, with words that are true
missed-fake-captioned = Picture { $number }, real, with words that are not true
form-answers = Look at every answer, picture by picture
summary-noise = One round is short, and luck plays a part. Several rounds say more about you than one.

## Facilitator's pages: the door

facilitator-no-code = This page is for the facilitator: open it on the computer that the app runs on, at localhost, or set a code in { $setting } and start the app again.
facilitator-short-code = This page is for the facilitator, and the code in { $setting } is too short: set one of at least { $length } characters and start the app again.
facilitator-ask = This page is for the facilitator. Type the code that was set when the app was started.
facilitator-code = Facilitator's code
facilitator-open = Open
facilitator-wrong-code = This is not the code. Look it up where the app was started, and try again.
facilitator-too-soon = A wrong code was typed a moment ago, here or on another computer. Wait { $seconds } seconds, then try again.

## Packs page

packs-title = Packs of pictures
packs-done = { $title } is installed. The quiz draws from it from now on.
packs-lead = The quiz draws its pictures from these packs. Under *Your own pack* a facilitator can make another one, or bring one from elsewhere.
pack-summary = **{ $title }**: { $n } pictures, { $real }% of them real.
pack-shipped = Comes with the app.
pack-later = Installed later.
packs-online = Packs to download
packs-all-there = Every pack that can be downloaded is installed.
packs-online-lead = These pictures may be shown to anyone, but are too many to come with the app. They are downloaded once and stay on this computer. **{ $host } is asked for nothing before a facilitator presses a button.** Then it learns this computer's network address and which pictures were asked for; of the pupils it learns nothing.
pack-download = { $megabytes } MB to download from { $host }, where they lie in { $sources }.
packs-fetch = Download { $title } from { $host } ({ $megabytes } MB)
packs-stay = Keep this page open until it is done. If it breaks off, press again: it goes on where it stopped.
fetching-download = Downloading from { $host }: { $done } of { $total } MB
fetching-build = Making the pictures: { $done } of { $total }

## Fetching an online pack

fetch-bad-base = The setting { $setting } is { $value }, which is no address of a web server. Correct it, or leave it out.
fetch-no-network = { $host } cannot be reached. Check the network, then try again: what has arrived is kept.
fetch-broken-off = The connection to { $host } broke off while { $file } was on its way. Try again: it goes on where it stopped.
fetch-refused = { $host } answered with error { $status } when asked for { $file }. Try again later; if it stays so, the file is no longer there.
fetch-sent-elsewhere = { $host } sends us on to { $other }, which nobody agreed to, so it was not asked. Tell the makers of this app.
fetch-wrong-file = What { $host } sent as { $file } is not the file that the pack lists, so it was thrown away. Try again; if it stays so, something on the way changes files.
fetch-disk-full = The disk is full. Make room where { $folder } lies, then try again: what has arrived is kept.
fetch-not-written = The folder { $folder } cannot be written to ({ $reason }). Mend that, then try again.
fetch-under-way = { $title } is being fetched already. Wait until that has ended.
fetch-not-made = The picture { $item } could not be made: { $reason }. Nothing was installed; what has arrived is kept.
fetch-faulty = { $title } came out with a fault, so it was not installed: { $reason }

## Importing a pack

import-not-there = There is no file { $name }.
import-no-zip = This is not a zip file of a pack. Choose the file that was downloaded as a pack, or that `python -m quiz export` wrote.
import-damaged = This zip file is damaged. Ask for another copy of it.
import-locked = This zip file is locked with a password, which a pack never is. Ask for a file without one.
import-packed = The file { $name } in this zip is packed in a way that packs are not. Ask for a pack made by the export.
import-too-many-bytes = This zip file is larger than { $limit } MB, which no pack is.
import-too-many-files = This zip file lists more than { $limit } files, which no pack has.
import-bomb = This zip file unpacks to more than { $limit } times its size, which pictures never do. It was made to fill the disk.
import-file-too-large = The file { $name } is larger than { $limit } KB, which no file of a pack is.
import-no-folder = A pack lies in one folder, named after it in lower-case words and hyphens; this file is built otherwise.
import-name = A pack has no file called "{ $name }". Only pack.toml, hashes.toml, items and pictures with their own sort of name may be in it.
import-twice = The file { $name } is in this zip twice, so that it cannot be told which one is meant.
import-no-file = "{ $name }" is a link or a device and not a file, and could lead out of the pack.
import-no-pack = There is no pack.toml in it, so it is not a pack.
import-no-hashes = There is no list of hashes in it (hashes.toml). Make the file with `python -m quiz export`, or on the page "Your own pack".
import-lost = The file { $name } is named in hashes.toml but missing. Ask for another copy of the pack.
import-changed = The file { $name } is not the one that hashes.toml names: it was damaged or changed on the way. Ask for another copy of the pack.
import-device = Windows keeps the name { $name } for a device, so that nothing in a pack can be called so.
import-long-key = A field in { $name } has a name of more than { $limit } parts, which no field of a pack has.
import-no-toml = The file { $name } cannot be read as TOML.
import-text-control = A text in { $name } ({ $field }) holds invisible control characters.
import-text-tag = A text in { $name } ({ $field }) holds HTML, which could run a script. Texts of a pack are plain words.
import-text-picture = A text in { $name } ({ $field }) shows a picture from a website, which would tell that website who looks.
import-text-link = A text in { $name } ({ $field }) holds a link to something that is not a website.
import-text-script = A text in { $name } ({ $field }) holds the address of a script.
import-text-source = A source in { $name } ({ $field }) is not the address of a web page.
import-not-plain = The picture { $name } is not what its name says, or holds more than its pixels: it must be a plain lossy WebP or PNG without metadata.
import-size = The picture { $name } has { $found } pixels, and the pack says { $wanted }.
import-faults = { $place }: { $fault } { $more ->
    [0] { "" }
   *[other] (And { $more } more faults.)
  }
import-exists = A pack called { $id } is installed already. Say that it may be replaced if you want this one in its place.
import-online = { $id } is the name of a pack that can be downloaded. Get that one on the page "Packs"; another one needs another name.
import-shipped = The pack { $id } comes with the app and cannot be replaced.
import-not-stored = The pack could not be stored: { $reason }. Nothing was changed.

## Gallery

gallery-title = Gallery
gallery-link = See your pictures again in the gallery
gallery-closed = Here you can look at the pictures of the quiz again, compare fakes with the photographs they were made from, and read how they were made. So that no answer is given away, the gallery opens when you have finished a round. If you have just finished one in another tab, follow the link at its end.
gallery-play-first = Play a round first
gallery-for-facilitators = Do you lead the class?
gallery-lead = Open the whole gallery
gallery-lead-warning = The whole collection with every answer, also the pictures kept for measuring before and after. Whoever looks at it here has nothing left to find out in the quiz, so do not show it to people who are still to play.
gallery-warning = **You see answers of pictures that you have not met yet.** A picture that you have looked at here cannot surprise you in the quiz any more.
gallery-show = Which pictures?
gallery-show-met = Those of my round
gallery-show-all = All that there are
gallery-kind = What was done
gallery-clue = Kind of clue
gallery-difficulty = How hard
gallery-pack = Pack
gallery-any = All
gallery-count = { $n ->
    [0] No picture fits. Choose less at once.
    [one] One picture
   *[other] { $n } pictures
  }
gallery-unknown = This picture is not among those shown here. You have not met it in your round, or its pack is no longer installed.
gallery-previous = Previous picture
gallery-next = Next picture
gallery-back = Back to all pictures
gallery-odd = Real · Odd-looking
gallery-fake = Fake · { $kind }
kind-real = Real
kind-splice = Part added
kind-copy-move = Part copied
kind-removal = Part removed
kind-retouch = Part changed
kind-inpainting = Part remade by a computer
kind-regeneration = All remade by a computer
kind-generated = All made by a computer
kind-context = False words
clue-anatomical = Body
clue-stylistic = Style
clue-functional = How things work
clue-physics = Light and physics
clue-sociocultural = How people live
clue-technical = Traces of editing
clue-context = Outside the picture
difficulty-1 = Easy
difficulty-2 = Rather easy
difficulty-3 = Medium
difficulty-4 = Rather hard
difficulty-5 = Hard

## Your own pack

make-title = Your own pack
make-lead = Make a pack from your own photographs, or bring one that somebody else made. The photographs stay on this computer: nothing is sent to any website. What you type is kept at once, so you can stop at any time and go on later.
drafts = Packs in the making
draft-open = Go on with "{ $title }" ({ $n ->
    [one] one picture
   *[other] { $n } pictures
  })
draft-unknown = This draft is no longer here. It may have been deleted.
draft-start = Start a new pack
draft-title = Title of the pack
draft-language = Language of its texts (such as en, de, es)
draft-shape = Shape of its pictures: all are cut to the same one
draft-shape-960-640 = Wide
draft-shape-800-800 = Square
draft-shape-640-960 = Tall
draft-start-button = Start
draft-title-first = Give the pack a title first.
draft-to-list = Back to all packs
draft-back = Back to the pack
draft-pictures = { $n ->
    [0] No pictures yet
    [one] One picture
   *[other] { $n } pictures
  }
draft-picture = Picture { $n }
draft-photograph = Photograph { $n }
draft-edit = Picture { $n }: { $missing ->
    [0] finished
    [one] one thing missing
   *[other] { $missing } things missing
  }
draft-add = Add photographs
draft-consent-meaning = Only photographs that may be shown to your class: taken by yourself, or openly licensed. Everybody who can be recognised in one has agreed to be shown here. **No private person's face without their consent, and no pupils' faces at all.** Place, time, and camera are removed from the files when you add them.
draft-photographs = JPEG, PNG or WebP files, up to 10 MB each
draft-photographs-first = Choose one or more photographs first.
draft-consent = I took these photographs or they are openly licensed, everybody in them has agreed, and no pupil's face is in them.
draft-consent-first = Tick the statement about consent first. Without it no photograph is added.
draft-add-button = Add to the pack
draft-refused = `{ $name }` was not added: { $reason }
draft-not-written = This cannot be stored on the app's computer ({ $reason }). The disk may be full, or the folder may be closed to the app. Nothing was changed; mend that, then try again.
draft-too-small = This photograph has { $found } pixels. Take one of at least { $least }, so that it is not blurred.
draft-other-shape = The two pictures do not have the same shape. Export the edited picture at its full size, without cropping it.
draft-all-differs = The two pictures differ nearly everywhere ({ $share }%). Change one part only, without a filter and without cropping, or choose that the whole picture was made anew.
draft-no-difference = No difference to the untouched photograph is visible in the part that is shown.
draft-text = Use plain words: { $fault ->
    [tag] this text holds HTML.
    [picture] this text holds a picture from a website.
    [link] this text holds a link to something that is not a website.
    [script] this text holds the address of a script.
    [source] this is not the address of a web page.
   *[control] this text holds invisible characters; type it anew.
  }
draft-kind = What is this picture?
draft-kind-real = Real: a photograph as it was taken
draft-kind-splice = Fake: something was put in from another photograph
draft-kind-copy-move = Fake: a part was copied within the picture
draft-kind-removal = Fake: something was removed
draft-kind-retouch = Fake: something was changed, such as a colour or a shape
draft-kind-inpainting = Fake: a computer made a part of it anew
draft-kind-regeneration = Fake: a computer made the whole photograph anew
draft-kind-generated = Fake: a computer made all of it, there is no photograph
draft-kind-context = Fake: a true photograph with words that are not true of it
draft-choose = Choose
draft-odd = Many people would take this real picture for a fake
draft-original = Upload the untouched photograph, in the same size. What was changed is found by comparing the two.
draft-original-there = The untouched photograph is there. You can upload another one in its place.
draft-position = Which part is shown: from the left or top edge (0%) to the right or bottom edge (100%)
draft-texts = What learners read
draft-alt = Before the answer: what is seen, without giving anything away (read aloud to those who cannot see it)
draft-caption = Words that the picture is posted with (may be left empty)
draft-description = After the answer: the picture in full
draft-why = Why it is real or fake, in a sentence or two
draft-check = What else one could check, one idea to a line
draft-made = How the picture was made, in plain words
draft-regions = Where to look
draft-regions-lead = Mark the parts that show it, and say why. A real picture may do without.
draft-region = Part { $n }
draft-region-across = Part { $n }: from the left to the right
draft-region-down = Part { $n }: from the top to the bottom
draft-region-add = Mark a part
draft-region-remove = Remove part { $n }
draft-regions-family = Kind of clue
draft-regions-reason = Why this part is a clue
draft-regions-polygon = Marked part
draft-credits = Where the photograph comes from
draft-credits-lead = Shown after the answer and on the credits page. The author may be initials or the name of a school.
draft-credits-title = Name of the photograph
draft-credits-author = Who took it
draft-credits-licence = Licence
draft-credits-source = Web page where it is published with its licence (empty for your own)
draft-credits-source-help = Empty: the credit says that it was taken for this pack.
draft-credits-changes = Changes before
draft-credit-add = Add a second photograph that is in it
draft-credit-remove = Remove photograph { $n }
draft-check-title = Is it complete?
draft-remove = Remove this picture
draft-remove-warning = The picture, its photographs and its texts are deleted from the draft.
draft-save = Save the pack
draft-save-button = Save it for the quiz
draft-saved = "{ $title }" is saved. The quiz draws from it from now on.
draft-take-along = Another computer with this app can import the pack from a file.
draft-download = Download the pack
draft-delete = Delete this draft
draft-delete-warning = The draft and its photographs are deleted from this computer. A pack that you saved from it stays.
draft-delete-sure = Yes, delete it
draft-nothing-missing = Nothing is missing.
draft-missing = Still missing:
draft-of-picture = Picture { $n }: { $words }
draft-other-problem = { $field }: { $fault }
draft-items = Pictures
draft-lacks-items = Add photographs.
draft-lacks-title = Give the pack a title.
draft-lacks-language = Say which language its texts are in.
draft-lacks-kind = Say what the picture is.
draft-lacks-original = Upload the untouched photograph.
draft-lacks-mask = Upload the untouched photograph.
draft-lacks-alt = Say what is seen, for before the answer.
draft-lacks-caption = Write the words that it is posted with.
draft-lacks-description = Describe the picture in full, for after the answer.
draft-lacks-why = Say why it is real or fake.
draft-lacks-check = Name one thing or more that one could check.
draft-lacks-made = Say how the picture was made.
draft-lacks-regions = Mark at least one part to look at.
draft-lacks-regions-family = Choose the kind of clue of every marked part.
draft-lacks-regions-reason = Say of every marked part why it is a clue.
draft-lacks-credits-title = Give the photograph a name.
draft-lacks-credits-author = Say who took the photograph.
draft-lacks-credits-licence = Choose the licence of the photograph.
draft-lacks-credits-source = Name the web page of every added photograph.

## Your own pack: bringing one from elsewhere

import-title = Bring a pack from elsewhere
import-lead = A pack that was made with this app on another computer. It is looked through before anything of it is used. Files over 10 MB are brought with `python -m quiz import FILE`.
import-choose = Pack (a zip file)
import-choose-first = Choose a file first.
import-replace = It may take the place of a pack of the same name
import-send = Bring it
import-done = { $title } is installed, with { $n } pictures. The quiz draws from it from now on.
