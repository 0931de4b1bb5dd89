## Site

site-title = Second Look
page-home = Start
page-quiz = Spot the fake
page-lessons = Lessons
page-detector = Detector
page-credits = Credits

## Home

home-title = Take a second look
home-lead = Some pictures are photographs. Some were changed, and some never happened. Here you practise telling them apart, and you learn why believing a **real** picture matters as much as catching a fake.
home-quiz = **Spot the fake.** Ten pictures. Say what you think and how sure you are, then see where to look and why.
home-lessons = **Lessons.** Short reads with things to try: how a picture is faked, and how to check where it came from.
home-detector = **Detector.** Choose a picture and see what the traces in it can tell, and what they cannot.
home-privacy-title = What this app keeps
home-privacy = No account, no name, no network address. Your quiz answers are kept under a random code that only your page's address holds, and are deleted after { $days } days. A picture you show to the detector is not kept. Nothing is sent to any other website.

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
quiz-promise = After each answer you see where to look, and why. If your phone sleeps or the connection drops, just open the same page again: you come back to the same picture.
start = Start a round
go-on = Go on with your round at picture { $number }
play-again = Play another round
round-unknown = This round is no longer here. Its address may be incomplete, or it was deleted because it was old. Start a new one.
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
answer-incomplete = Choose real or fake, and how sure you are. Then you see the answer.
next = Next picture
to-summary = See how the round went

## Quiz: the answer

outcome-hit = **Right: this picture is fake.** You said: { $choice }, { $confidence }.
outcome-miss = **Not this time: this picture is fake.** You said: { $choice }, { $confidence }.
outcome-false-alarm = **Not this time: this picture is real.** You said: { $choice }, { $confidence }.
outcome-correct-rejection = **Right: this picture is real.** You said: { $choice }, { $confidence }.
compare = Compare with the untouched photograph
compare-shown = What you were shown
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
credit-line-generated = Picture: *{ $title }* by { $author }, { $licence }, [source]({ $source }). We made it smaller.
credit-edit = The changed picture: Second Look, { $licence }

## Quiz: the end

summary-title = How the round went
summary-believed = Real pictures you believed
summary-caught = Fakes you caught
balance-all-right = You told them all apart. Try another round: the next pictures may be harder.
balance-even = You kept a balance between trust and doubt.
balance-many = Many of these fooled you, in both directions. That is common: read the reasons below, and try another round.
balance-trusting = You believed more fakes than you doubted real pictures. Take a second look before you believe.
balance-suspicious = You doubted more real pictures than you believed fakes. Doubting everything is also a way of being fooled: real pictures need you to believe them.
summary-sure = How sure you were, and how often you were right
summary-sure-meaning = When your sureness fits, "just guessing" is right about half of the time and "certain" nearly always.
summary-sure-line = **{ $confidence }**: right { $right } of { $answers } { $answers ->
    [one] time
   *[other] times
  } (a fitting share would be about { $expected }%)
summary-missed = { $n ->
    [0] You missed no picture
    [one] The picture you missed
   *[other] The { $n } pictures you missed
  }
missed-real = Picture { $number }, real
missed-fake = Picture { $number }, fake
summary-noise = Ten pictures are few, and luck plays a part. Several rounds say more about you than one.
