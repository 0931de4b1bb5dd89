## Uploads that cannot be examined

refused-empty = This file is empty. Please choose a picture.
refused-too-many-bytes = This file is larger than { $limit } MB. Please choose a smaller one.
refused-too-many-pixels = This picture has more than { $limit } million pixels. Please choose a smaller one.
refused-format = This file is not a JPEG, PNG or WebP picture. Please choose one of those.
refused-damaged = This picture is damaged or incomplete and cannot be opened. Please try another copy of it.

## Opening a picture

opened-animated-first-frame = This file is an animation. We looked at its first picture only.
opened-sixteen-bit = This file stores very fine colour steps. We looked at it in the 256 steps that screens show.
opened-alpha = Parts of this picture are see-through. We laid it on white.
opened-cmyk = This file stores colours for printing. We turned them into screen colours, so they may look a little off.
opened-orientation = The file says that the picture has to be turned. We turned it.

## Evidence in the pixels

strength-strong = Strong sign
strength-moderate = Moderate sign
strength-weak = Weak sign
strength-none = Nothing unusual
strength-unmeasured = Could not be measured

rarity =
    { $of_hundred ->
        [0] Fewer than 1 of 100 real photographs we measured score this high.
        [one] About 1 of 100 real photographs we measured scores this high.
       *[other] About { $of_hundred } of 100 real photographs we measured score this high.
    }
place-everywhere = The box holds nearly all of the picture: no single place stands out.
place =
    The box is { $down ->
        [top] at the top
        [bottom] at the bottom
       *[middle] halfway down
    }, { $across ->
        [left] on the left
        [right] on the right
       *[middle] in the middle
    }, and covers { $size ->
        [tiny] less than 1%
       *[other] about { NUMBER($share, style: "percent", maximumFractionDigits: 0) }
    } of the picture.
only-middle = This picture is very large, so only its middle was measured: { NUMBER($share, style: "percent", maximumFractionDigits: 0) } of it.

abstained-too-small = The picture is too small to measure this. No check works where a side is shorter than { $side } pixels, and some need more.
abstained-too-smooth = There is too little fine detail in the picture to measure this.
abstained-see-through = Parts of the picture are see-through, and we laid them on white. Our own white would be what differs most, so this cannot be told.
abstained-unstable = The answer turned round when we saved the picture twice more, each time in another way. An answer that does so is worth nothing, so we give none.
abstained-few-colours = The picture has no more than { $colours } colours, as a GIF has. Where colours are so few, their flat patches and borders would look like signs.
abstained-too-compressed = The file was squeezed so hard that the fine traces are gone. As a JPEG that is below a quality of { $quality } out of 100.

error-level-heading = Change when saved again
error-level-looked-at = Saving a picture as a JPEG changes it a little. But a part that was saved before hardly changes when it is saved again at its old quality. We tried the qualities one by one and looked for a part that changes less, or more, than the rest.
error-level-seen = Saved again at a quality of { $quality } out of 100, one part changes { NUMBER($part, style: "percent", maximumFractionDigits: 1) } as much as a part that was never saved would. The rest of the picture changes { NUMBER($rest, style: "percent", maximumFractionDigits: 1) } as much.
error-level-usual = No part stands out at any quality. The biggest difference is at a quality of { $quality } out of 100: one part changes { NUMBER($part, style: "percent", maximumFractionDigits: 1) } as much as a part that was never saved would, the rest { NUMBER($rest, style: "percent", maximumFractionDigits: 1) }.
error-level-ignore = Ignore marks on a caption or a logo, and on places that are all one colour.
error-level-innocent = A logo or a caption that was added openly, a small picture inside the picture, or a sharpened or brightened part can do the same. It says nothing about what was there before.

noise-residual-heading = Fine grain
noise-residual-looked-at = Every camera leaves a fine grain, like sand. We looked for a part with more, or less, grain than other places that are just as bright and detailed.
noise-residual-seen =
    One part has about { NUMBER($times, maximumFractionDigits: 1) } times { $more ->
        [1] more
       *[0] less
    } grain than we expect there.
noise-residual-usual = No part stands out by its grain. The biggest difference is { NUMBER($times, maximumFractionDigits: 1) } times what we expect there, and real photographs show that too.
noise-residual-ignore = Ignore marks that end where something sharp stands before a blurred background, and marks in the darkest places.
noise-residual-innocent = A blurred background next to something sharp, fur, grass, deep shadows, or a phone that smooths skin and sky can all do this.

spectral-peak-heading = A hidden repeating pattern
spectral-peak-looked-at = Making a picture with a computer model can leave a faint wave that runs through all of it and never loses step. You cannot see it, but it can be measured.
spectral-peak-seen = A wave repeats every { NUMBER($period, maximumFractionDigits: 1) } pixels and never loses step. It is { NUMBER($height, maximumFractionDigits: 0) } times as strong as other waves of about that length.
spectral-peak-usual = No wave stands out. The strongest one is { NUMBER($height, maximumFractionDigits: 0) } times as strong as others of about its length, and that happens by chance.
spectral-peak-ignore = Ignore it if you can see stripes, cloth, a fence or a screen that repeats at about that width.
spectral-peak-innocent = Scanning a printed page, photographing a screen, electrical noise in a camera, or cloth and fences seen straight on can leave a wave like this. Some programs that resize pictures do too.

double-compression-heading = Traces of an earlier save
double-compression-looked-at = A JPEG stores a picture in small squares and rounds what is in them. A second save leaves marks of the first. A part added between the two saves lacks those marks.
double-compression-seen =
    { $first_quality ->
        [0] There are marks of an earlier save as a JPEG: across the lines of its squares the picture changes { NUMBER($lines, maximumFractionDigits: 1) } times as much as elsewhere.
       *[other] There are marks of an earlier save as a JPEG, at a quality of about { $first_quality } out of 100.
    } { $missing ->
        [0] { "" }
       *[other] The marks are missing in { NUMBER($missing, style: "percent", maximumFractionDigits: 0) } of the picture.
    } { $shift_across ->
        [-1] { "" }
        [0] { "" }
       *[other] The squares of that save are shifted, so the picture was probably cropped since.
    }
double-compression-usual =
    { $first_quality ->
        [0] We found a different number of saves in { NUMBER($missing, style: "percent", maximumFractionDigits: 0) } of the picture.
       *[other] The whole picture was saved before, at a quality of about { $first_quality } out of 100. We found no part that lacks the marks of that save.
    }
double-compression-ignore = Ignore marks of an earlier save that lie all over the picture. Only a part that lacks them tells of a change.
double-compression-innocent = Sending, cropping, turning or uploading a photograph saves it again. Most pictures on the web were saved more than once, and nobody faked them.

learned-map-heading = What a trained detector makes of it
learned-map-looked-at = A small network looked at every little patch of the picture, and a second program at numbers about its fine structure: once as it is, and once smaller and saved again, as when it is passed on. Both were trained with photographs and with pictures that computer models made.
learned-map-seen = If half of all pictures were made by models, { NUMBER($chance, style: "percent", maximumFractionDigits: 0) } of those that look like this one would be.
learned-map-usual = If half of all pictures were made by models, { NUMBER($chance, style: "percent", maximumFractionDigits: 0) } of those that look like this one would be. We count it as a sign only where at most { $rare_of_hundred } of 100 real photographs get as much.
learned-map-ignore = Ignore single bright places in the map. The answer is the mean of all places, and some are bright in most photographs.
learned-map-innocent = Photographs that are very smooth, were shrunk or saved many times, or were strongly corrected by a phone can look made up to it. It has met few kinds of camera and of model.

consistency-heading = A part that does not fit the rest
consistency-looked-at = A small trained network compared every place of the picture with all the rest: how sharp it is, how grainy, and how finely it was saved. It learnt that from photographs in which a program had changed a part.
consistency-seen = It gives the strangest part a chance of { NUMBER($chance, style: "percent", maximumFractionDigits: 0) } of coming from elsewhere or being changed, and { NUMBER($foreign, style: "percent", maximumFractionDigits: 0) } of the picture more than an even chance. The map shows where.
consistency-usual = It gives the strangest part a chance of { NUMBER($chance, style: "percent", maximumFractionDigits: 0) } of coming from elsewhere or being changed. We count it as a sign only where at most { $rare_of_hundred } of 100 real photographs get as much.
consistency-ignore = Ignore marks on writing, on plain sky, and on the one thing that is sharp before a blurred background.
consistency-innocent = A sharp thing before a blurred background, skin that a phone has smoothed, writing on a picture, or a very dark or very even part can look foreign to it. It learnt from few programs and cannot say what it has seen.

copy-move-heading = A part that appears twice
copy-move-looked-at = We looked for two places that look the same, and then checked their finest grain. Two windows of a house may look alike, but only a copy has the same grain.
copy-move-seen =
    { $mirrored ->
        [1] { NUMBER($area, style: "percent", maximumFractionDigits: 1) } of the picture appears a second time, as in a mirror, { NUMBER($moved, maximumFractionDigits: 0) } pixels away. The grain agrees with a score of { NUMBER($correlation, maximumFractionDigits: 2) }, where 1 is exactly the same.
       *[other] { NUMBER($area, style: "percent", maximumFractionDigits: 1) } of the picture appears a second time, { NUMBER($moved, maximumFractionDigits: 0) } pixels away. The grain agrees with a score of { NUMBER($correlation, maximumFractionDigits: 2) }, where 1 is exactly the same.
    }
copy-move-usual =
    { $area ->
        [0] { NUMBER($area, style: "percent", maximumFractionDigits: 0) } of the picture appears twice.
       *[other] { NUMBER($area, style: "percent", maximumFractionDigits: 1) } of the picture appears to repeat, which happens in real photographs too.
    }
copy-move-ignore = Ignore it if both places show the same printed pattern, or two things made by the same machine.
copy-move-innocent = Printed patterns, writing, woven cloth, bricks and other things made by a machine can repeat almost exactly.

patch-fill-heading = A part put together from pieces
patch-fill-looked-at = When a program takes something out of a picture, it often fills the hole with small pieces from around it. We looked for a part whose pieces have the very same grain as other places in the picture. Letters and windows repeat in rows, so we left those out.
patch-fill-seen =
    { $pieces ->
        [one] One piece
       *[other] { NUMBER($pieces, maximumFractionDigits: 0) } pieces
    } of one part, { NUMBER($area, style: "percent", maximumFractionDigits: 1) } of the picture, { $pieces ->
        [one] appears
       *[other] appear
    } elsewhere too. The grain agrees with a score of { NUMBER($correlation, maximumFractionDigits: 2) }, where 1 is exactly the same.
patch-fill-usual =
    { $area ->
        [0] { NUMBER($area, style: "percent", maximumFractionDigits: 0) } of the picture is made of pieces that appear elsewhere too.
       *[other] { NUMBER($area, style: "percent", maximumFractionDigits: 1) } of the picture looks like pieces of other places, which happens in real photographs too.
    }
patch-fill-ignore = Ignore it on windows, bricks, tiles, cloth and writing, where small things repeat. And look at every blue place: the box can lie on the one that the pieces were taken from.
patch-fill-innocent = Windows, printed patterns and woven cloth repeat almost exactly. A phone that wipes dust or a wire out of a photograph fills the place like this too, and the picture still tells the truth.

grid-shift-heading = Squares that are out of step
grid-shift-looked-at = A JPEG stores a picture in small squares, 8 pixels wide, side by side. The squares leave faint traces. A part from another JPEG brings its own squares along, and they seldom fall into step with the rest.
grid-shift-seen = In one part { NUMBER($share_of_votes, style: "percent", maximumFractionDigits: 0) } of the pixels show squares that begin { $across } pixels further right and { $down } pixels further down than those of the rest. By chance fewer than 2% would.
grid-shift-usual = We found no part whose squares are out of step. In the most unusual part { NUMBER($share_of_votes, style: "percent", maximumFractionDigits: 0) } of the pixels hint at it.
grid-shift-ignore = Ignore it if you can see that the picture was put together, or if it has a frame.
grid-shift-innocent = A collage, a screenshot that shows a photograph, a watermark or a picture placed on a page can do the same, openly and with no wish to fool anyone.

resampling-heading = A resized part
resampling-looked-at = A part that is made larger or smaller, or turned, gets new pixels that are worked out from old ones. They are a bit smoother, and that repeats every few pixels. We looked for a part where it does, along rows and along columns.
resampling-seen = One part gets smoother and rougher again every { NUMBER($period, maximumFractionDigits: 1) } pixels. The pattern is { NUMBER($score, maximumFractionDigits: 0) } times as strong as chance would make it, in { NUMBER($spread, style: "percent", maximumFractionDigits: 0) } of the picture.
resampling-usual = No part shows such a pattern clearly. The strongest one is { NUMBER($score, maximumFractionDigits: 0) } times as strong as chance, and real photographs reach that too. Resizing the whole picture leaves a pattern everywhere, so we left out what most of it shows.
resampling-ignore = Ignore marks on cloth, fences, blinds and screens, and on a photograph inside the photograph.
resampling-innocent = A photograph inside the picture does this too, as in a collage or a screenshot, and so does lens correction inside a phone. Cloth, fences and screens can look like it.

checkerboard-heading = A grid of 2, 4 or 8 pixels
checkerboard-looked-at = Programs that make pictures often start with a small one and double its size again and again. That can leave a faint grid of 2, 4 or 8 pixels all over. JPEG and WebP have grids too, so we left out what they do.
checkerboard-seen =
    A grid of { $period } pixels lies over the picture. { $points ->
        [0] {""}
       *[other] Its points are { NUMBER($points, maximumSignificantDigits: 1) } of 256 steps brighter or darker than the rest.
    } { $depth ->
        [0] {""}
       *[other] Across its lines the picture changes { NUMBER($depth, style: "percent", maximumSignificantDigits: 2) } more than elsewhere.
    }
checkerboard-usual = No such grid stands out. What comes nearest to one makes { NUMBER($offset, maximumFractionDigits: 2) } of 256 steps of brightness.
checkerboard-ignore = Ignore it in a picture that you know was enlarged, and in a picture of a screen.
checkerboard-innocent = Doubling the size of an honest picture, a screenshot of a very sharp screen or an old digital zoom can leave the same grid.

splice-boundary-heading = An outline cut too sharply
splice-boundary-looked-at = A camera blurs every edge a little, so most pixels on an edge are a mix of both sides. We looked for an outline where no pixel is a mix, as if it had been cut out with scissors.
splice-boundary-seen = An outline of { NUMBER($length, maximumFractionDigits: 0) } edge pixels has no mixed ones. Of 100 edge pixels in the whole picture { NUMBER($of_hundred, maximumFractionDigits: 0) } are like that.
splice-boundary-usual = The longest outline without mixed pixels has { NUMBER($length, maximumFractionDigits: 0) } of them. Of 100 edge pixels in the whole picture { NUMBER($of_hundred, maximumFractionDigits: 0) } are like that.
splice-boundary-ignore = Ignore outlines of captions, frames and logos, and straight edges that run exactly along the rows of pixels.
splice-boundary-innocent = Captions, frames, logos, screenshots and straight edges of houses that run exactly along the pixels can be this sharp. A careful forger blurs the outline, and then there is nothing to find.

colour-filter-array-heading = The camera's colour pattern
colour-filter-array-looked-at = A camera sees only one colour at each pixel and works out the others from the pixels around. That leaves a chessboard pattern too faint to see. We looked for a part where it is missing.
colour-filter-array-seen = In most of the picture one half of the pixels can be worked out { NUMBER($times, maximumFractionDigits: 2) } times as well as the other half. In one part it is { NUMBER($part, maximumFractionDigits: 2) } times, and 1 means no pattern.
colour-filter-array-usual = { NUMBER($times, maximumFractionDigits: 2) } times as well: that is how much better one half of the pixels can be worked out than the other. No part lacks this pattern where the picture has it. 1 means no pattern, as in most pictures from the web.
colour-filter-array-ignore = Ignore places that are pure white, pure black or out of focus. There the pattern is always lost.
colour-filter-array-innocent = Blurred or very bright places, and cameras that smooth skin or sky, can lose the pattern without any editing.

## Verdict

conclusion-proven-generated-heading = A computer made it, says a signed note that we trust
conclusion-proven-generated = The file carries a signed note that the picture was made by a computer. The signature is valid, and we know the signer.
conclusion-proven-generated-next = You can rely on that. It says nothing about why somebody shows you the picture.
conclusion-proven-edited-heading = It was put together or changed, says a signed note that we trust
conclusion-proven-edited = The file carries a signed note that the picture was put together or partly made by a computer. The signature is valid, and we know the signer.
conclusion-proven-edited-next = You can rely on that. Ask what was changed, and whether it changes the story.
conclusion-stated-generated-heading = The file says a computer made it
conclusion-stated-generated = A note in the file, or a mark hidden in its pixels, says that a computer made this picture. Anyone can put such a note or mark there.
conclusion-stated-generated-next = Look for the first place that showed the picture, and see whether it says the same.
conclusion-stated-edited-heading = The file says it was put together or changed
conclusion-stated-edited = The file itself says that the picture was put together from parts or partly made by a computer. Anyone can write such a note.
conclusion-stated-edited-next = Look for the first place that showed the picture, and compare.
conclusion-signs-found-heading = Several signs of editing or of a computer-made picture
conclusion-signs-found = Different kinds of traces in the pixels are unusual for a real photograph. Together they are a reason to doubt the picture. They are not proof.
conclusion-signs-found-next = Read what else could have caused each sign. Then look for where the picture came from.
conclusion-likely-generated-heading = Probably made by a computer
conclusion-likely-generated = All that we measured comes to a score that few real photographs reach, and it stays high when our trained detector looks at the picture saved again. It is mostly our trained detector that says so, and that has learned from some models and cameras only. This is a reason to doubt the picture. It is not proof.
conclusion-likely-generated-next = Look where the map is brightest, and for mistakes that you can see yourself. Then look for where the picture came from.
conclusion-likely-edited-heading = Probably edited
conclusion-likely-edited = All that we measured comes to a score that few real photographs reach, and it stays high when our trained detector looks at the picture saved again. It is mostly one kind of trace that says so, and that can have a harmless cause. This is a reason to doubt the picture. It is not proof.
conclusion-likely-edited-next = Look at the marked place with your own eyes, and read what harmless thing could cause it. Then look for where the picture came from.
conclusion-one-sign-heading = One strong sign, but not enough to be sure
conclusion-one-sign = One kind of trace is as strong as in about 1 or none of 100 real photographs. Nothing beside it is rare enough, and a single kind can still have a harmless cause. So we do not call the picture fake.
conclusion-one-sign-next = Look at the marked place with your own eyes, and read what harmless thing could cause it. Then look for where the picture came from.
conclusion-inconclusive-heading = We cannot tell
conclusion-inconclusive = What we could measure is not enough to decide. That is an honest answer, and a common one.
conclusion-inconclusive-next = Where the picture came from will tell you more: who showed it first, and what do others say about it?
conclusion-no-sign-found-heading = We found no sign
conclusion-no-sign-found = All that we measured together is not unusual. This is no proof that the picture is real: many edited and computer-made pictures show no sign here either.
conclusion-no-sign-found-next = Where the picture came from will tell you more: who showed it first, and what do others say about it?

verdict-whole =
    Our score for this picture is { $chance } of 100. { $raised ->
        [yes] A single trace raised it. If every second picture were made by a computer or edited, the chance that this one is would be that at most.
       *[no] If every second picture were made by a computer, that would be about the chance that this one is; a careful edit can hide from it.
    } { $as_high ->
        [0] None
        [one] One
       *[other] { $as_high }
    } of the { $photographs } real photographs that we tested { $as_high ->
        [0] scores as high.
        [one] scores as high.
       *[other] score as high.
    } Of 100 others like those, at most { $at_most } would; we are 95% sure of that.
verdict-saved-again = When our trained detector looks at the picture saved again, the score lies between { $least } and { $most } of 100.
verdict-of-many = We did { $checks } checks, and each of them stands out in up to { $of_hundred } of 100 real photographs. So in many real photographs one of them does, and that alone counts for nothing here.
verdict-supporting =
    { $families ->
        [0] Something stands out, but not one kind of trace that we could name: { $names }.
        [one] One kind of trace stands out: { $names }.
       *[other] { $families } kinds of traces stand out: { $names }.
    }
verdict-pixels-quiet = The pixels do not show it: nothing unusual in { $names }. Both can be true, because many such pictures leave no trace that we can measure.
verdict-camera-note = A signed note that we trust says that a camera took this picture. These checks found something unusual all the same: { $names }. One of the two is wrong, and we cannot tell which.
verdict-camera-generator = A signed note that we trust says that a camera took this picture. But another note in the file, or a mark hidden in its pixels, names a program that makes pictures. The two hardly fit together, and we cannot tell which is wrong.
verdict-pixels-divided = Other checks disagree. They found nothing unusual: { $names }.
verdict-abstained = These could not be measured in this picture: { $names }.
verdict-limits = Our rates come from { $photographs } photographs and more. The trained parts have learned from none of these, but they were adjusted by some. Where none of them looked as unusual, up to { $of_hundred } of 100 others still may. Pictures that are very different from those can fool us, both ways.

## Provenance

credential-heading = Content Credentials: a signed note
unnamed-signer = an unnamed signer

credential-trusted = This file carries a signed note about itself, and every check of it passed. It was signed by { $signer }, who is on this site's list of trusted signers.
credential-trusted-means = So we know that the picture is still just as { $signer } signed it. It does not prove that what you see in it happened.
credential-valid-unknown-signer = This file carries a signed note about itself, and nothing was changed since it was signed. The signature gives the name “{ $signer }”, but this signer is not on this site's list of trusted signers.
credential-valid-unknown-signer-means = Anyone can make a signature that carries any name, so this is a clue, not proof.
credential-changed = This file carries a signed note, but not everything is as it was when it was signed.
credential-change-picture = The picture file was changed after it was signed.
credential-change-note = Words of the note itself were changed, added or taken out after it was signed.
credential-change-earlier-note = The picture was made from an earlier one, and that one's signed note was changed after it was signed.
credential-changed-means = We use nothing that the note says. The change may be harmless: some programs save a picture again and leave the old note in it.
credential-invalid = This file carries a signed note that fails a check.
credential-fault-expired = The signer's certificate had run out, or we cannot tell that it had not yet when the note was signed.
credential-fault-revoked = The signer's certificate was taken back by whoever gave it out.
credential-fault-other = The note is not made the way the rules for such notes ask for.
credential-invalid-means = We use nothing that the note says. A failed check like this does not mean that anyone changed the picture.
credential-stored-elsewhere = This file says that its signed note is kept on another website.
credential-stored-elsewhere-means = This site never looks anything up elsewhere, so we do not know what the note says.
credential-absent = This file carries no signed note.
credential-absent-means = That is normal. Most pictures never had one, and most apps and websites remove it. It tells us nothing, either way.
credential-unreadable = This file seems to carry a signed note, but the note is damaged or of a kind that we cannot read.
credential-unreadable-means = It tells us nothing, either way.

credential-says-source = The note says how the picture came to be: { $origin }.
credential-source-is-hearsay = That part comes from an earlier note, signed by somebody who is not on our list. It is a clue, not proof.
credential-says-program = The note was written by the program { $program }.
credential-says-agents = Programs that it names for the steps: { $agents }.
credential-says-actions = Steps that it lists: { $actions }.
credential-action =
    { $name ->
        [created] created
        [opened] opened
        [placed] another picture placed into it
        [removed] something taken out of it
        [edited] edited
        [edited-metadata] details changed
        [color_adjustments] colours adjusted
        [cropped] cropped
        [resized] resized
        [resized-proportional] resized
        [orientation] turned
        [filtered] filter applied
        [drawing] drawn on
        [enhanced] enhanced
        [redacted] parts hidden
        [watermarked] watermark added
        [converted] converted to another format
        [transcoded] converted to another format
        [repackaged] saved again
        [published] published
       *[other] another step
    }

source-type =
    { $code ->
        [digitalCapture] taken with a digital camera
        [computationalCapture] taken with a digital camera that combined several shots
        [negativeFilm] scanned from a film negative
        [positiveFilm] scanned from a film slide
        [print] scanned from a print on paper
        [humanEdits] edited by a person
        [minorHumanEdits] slightly edited by a person
        [algorithmicallyEnhanced] improved by a computer program
        [digitalCreation] drawn or designed on a computer by a person
        [digitalArt] drawn or designed on a computer by a person
        [dataDrivenMedia] drawn by a computer from data
        [screenCapture] a picture of a screen
        [virtualRecording] recorded inside a virtual world, such as a game
        [composite] put together from several pictures
        [compositeCapture] put together from several photographs
        [compositeSynthetic] put together from several pictures, at least one of them made by a computer
        [compositeWithTrainedAlgorithmicMedia] partly made by AI
        [algorithmicMedia] made by a computer program, without AI
        [trainedAlgorithmicMedia] made by AI
        [empty] begun as an empty canvas
       *[unrecognised] in a way that this site does not know
    }

stated-source-heading = A note about how it was made
stated-source = A note in the file says how the picture came to be: { $origin }.
stated-source-means = The note is not signed. Anyone can write or change it, so it is a clue, not proof.
stated-source-unreadable = The file holds a note that is damaged, so we cannot tell whether it says how the picture was made.

generator-heading = A note from a picture generator
generator =
    { $place ->
        [png-text] The file holds a note from { $program }, a program that makes pictures (text note “{ $field }”).
        [xmp] The file holds a note from { $program }, a program that makes pictures (picture agency note “{ $field }”).
       *[exif] The file holds a note from { $program }, a program that makes pictures (camera note “{ $field }”).
    }
generator-means = Cameras never write this. But it is plain text that anyone can copy into any file, so it is a strong clue, not proof.

watermark-heading = A hidden mark in the pixels
watermark = The pixels hold the mark that the program { $program } writes into pictures it makes: { $matched } of its { $bits } bits are there.
watermark-chance =
    If every bit were the toss of a coin, so many would agree in fewer than one picture out of { $one_in }. We found the mark in { $found ->
        [0] none
       *[other] { $found }
    } of the { $tried } real photographs we tried.
watermark-means = Anyone can put this mark into any picture with a free program, and a real photograph that was repaired or enlarged with this program carries it too. So it is a strong clue, not proof. Most changes and saves wipe it out, so its absence tells us nothing.

camera-heading = Notes from a camera
camera-model = The file names a camera: { $camera }.
camera-taken = It says the picture was taken on { DATETIME($taken, dateStyle: "long") }.
camera-software = It says it was last saved by this program or camera software: { $software }.
camera-editor = That is a program for editing pictures. It may have done no more than make the picture brighter or smaller.
camera-says-little = There are technical notes, but they name no camera, no date and no program.
camera-taken-in-future = That date has not come yet. The camera's clock may simply have been set wrong.
camera-taken-before-cameras = There were no digital cameras on that date. The camera's clock may never have been set, or somebody gave an old, scanned picture its true date.
camera-changed-before-taken = It says the file was changed before the picture was taken, which cannot be. The clock of a camera or computer may have been wrong.
camera-stored-before-taken = It says the picture was stored before it was taken, which cannot be. Somebody may have put a date right later.
camera-size-differs = It notes another size than the picture has, so the picture was cropped or resized after the camera wrote it. Websites do that to every picture.
camera-thumbnail-differs = The file holds a small copy of the picture, and the copy shows something else, or more. So the picture was cropped, turned or changed after the copy was made. Some programs crop honestly and forget the copy.
camera-gps-date-differs = The satellites that told it the place named another day than the camera. A clock that was set wrong, or an old receiver, does that too.
camera-gps-impossible = The place that it notes cannot be right. Devices write such a place when they have not found out yet where they are.
camera-settings-missing = It names a camera but none of the settings that cameras note, such as the exposure. Somebody may have written the name in. Scanners, and programs that shorten such notes, do the same.
camera-gps = The file also tells where the picture was taken. We do not show it. Think of that before you share a picture of your own.
camera-means = These notes are not signed. Anyone can change them or copy them from another picture, so they are a clue, not proof.
camera-absent = The file holds no notes from a camera. That is normal: messengers and websites remove them. It tells us nothing, either way.
camera-unreadable = The file holds notes from a camera, but they are damaged and we cannot read them. It tells us nothing, either way.

## Detector page

detector-title = Look twice: examine a picture
detector-back = Back to Second Look
detector-intro = Choose a picture and say what you think of it. Then the detector tells what it found, and how much each finding is worth. Often it cannot tell. That is an answer too.

tab-examine = Examine
tab-cases = Mistakes
tab-accuracy = Accuracy
refused-not-uploaded = Only pictures that you upload can be examined, no addresses and no other files. Upload the picture itself.

detector-step-choose = 1. Choose a picture
detector-upload = Use a picture of your own
detector-upload-note = JPEG, PNG or WebP, at most 10 MB. Your picture is examined on this site's computer only and is not kept. Please choose no picture of a person who has not agreed.
detector-no-picture = No picture chosen yet.
detector-own-picture = your picture
detector-picture-alt = The picture you chose: { $name }
detector-picture-caption = { $name }, { NUMBER($width, useGrouping: 0) } × { NUMBER($height, useGrouping: 0) } pixels, { $format }

detector-step-think = 2. What do you think?
detector-think-first = Look at the whole picture, then at edges, shadows, hands and writing. Take your time: there is no clock.
detector-belief = I think this picture …
detector-belief-real = looks real
detector-belief-fake = looks edited or made by a computer
detector-belief-unsure = I cannot tell
detector-confidence = How sure are you?
detector-confidence-guessing = just guessing
detector-confidence-slightly = a little sure
detector-confidence-fairly = fairly sure
detector-confidence-very = very sure
detector-confidence-certain = certain

detector-open-report = Open the report
detector-reason-picture = The report opens after you have chosen a picture and said what you think.
detector-reason-belief = Say first what you think of this picture. Then the report opens.
detector-reason-confidence = Say how sure you are. Then the report opens.
detector-reason-nothing = You can open the report now.
detector-reason-opened = The report is open below. To look at another picture, choose one above.

report-heading = 3. The report
report-origin = Where it came from
report-pixels = What the pixels show
report-nothing-unusual = No check found anything unusual. That does not prove that the picture is real.
report-nothing-measured = None of the checks could be made in this picture. So its pixels tell us nothing, either way.
report-usual = Checks that found nothing unusual, or could not be made
report-conclusion = What we make of it
report-truth = What it really is
report-truth-and-detector = Compare this with what the detector made of it. It misses many fakes, and some real pictures look unusual to it.

statement-weight-proof = Proof
statement-weight-clue = A clue, not proof
statement-weight-nothing = Says nothing either way

finding-looked-at = What we looked at
finding-seen = What we saw
finding-rarity = How rare that is
finding-ignore = What to ignore
finding-innocent = What harmless thing could cause it
overlay-switch = Show the marks of “{ $heading }”
overlay-untouched = The picture without any marks.
overlay-alt = The picture in grey, marked by this check: { $heading }.
overlay-caption =
    { $has_region ->
        [yes] The picture in grey. The bluer a place, the more it stands out. The black and white box marks the place that stands out most.
       *[no] The picture in grey. The bluer a place, the more it stands out.
    }

reflection-heading = What you thought
reflection-fake-proven = You thought that it looks edited or made by a computer, and the signed note says so too. Which detail gave you the idea? It is worth remembering.
reflection-fake-clues = You thought that it looks edited or made by a computer, and the clues above point the same way. They are clues, not proof. What else could you check?
reflection-fake-open = You thought that it looks edited or made by a computer. The checks above cannot confirm it, and they cannot rule it out. Is there a detail that you could show to somebody else?
reflection-real-proven = You thought that it looks real. The signed note says otherwise. Many pictures can no longer be told apart by looking. Where this one came from says more than how it looks.
reflection-real-clues = You thought that it looks real. The clues above point the other way, but they are clues, not proof. Look at the picture again with them in mind.
reflection-real-open = You thought that it looks real. The checks above found too little to speak against it, but that does not prove it. Who showed the picture first?
reflection-unsure-proven = You could not tell by looking, and it is good to say so. The signed note settled what looking could not.
reflection-unsure-clues = You could not tell by looking, and it is good to say so. The clues above point one way, but they are not proof.
reflection-unsure-open = You could not tell by looking, and neither can the detector. Asking where the picture comes from is now worth more than looking longer.
reflection-very-sure = You were very sure. Everyone is sometimes sure without a good reason: a reason that you can point at is worth more than the feeling.

## Detector page: pass it on

passing-on-heading = 4. Pass it on
passing-on-lead = Pictures are saved again, made smaller and taken off screens on their way to you. Do it to this one, and watch what becomes of the signs. A sign that a single save wipes out was never sure.
passing-on-slider = How roughly it is passed on, from 0 (as it is) to 10
passing-on-all = What each step does
passing-on-forgotten = The picture is no longer here, because some time has passed. Choose it again above, and open its report.

delivery-as-it-is = As it is
delivery-jpeg-95 = Saved as JPEG, quality 95
delivery-jpeg-90 = Saved as JPEG, quality 90
delivery-webp-80 = Saved as WebP, quality 80
delivery-jpeg-75 = Saved as JPEG, quality 75
delivery-screenshot = Taken off a screen
delivery-jpeg-60 = Saved as JPEG, quality 60
delivery-sent-twice = Sent twice by messenger
delivery-jpeg-40 = Saved as JPEG, quality 40
delivery-small = Shrunk to 768 pixels, JPEG quality 60
delivery-tiny = Shrunk to 512 pixels, JPEG quality 40

arrived-compared =
    { $same ->
        [yes] The same as before it was passed on.
       *[no] Before it was passed on: { $verdict }.
    }
arrived-alt = The picture as it arrived
arrived-caption = { NUMBER($width, useGrouping: 0) } × { NUMBER($height, useGrouping: 0) } pixels, { $format }, { NUMBER($kilobytes, maximumFractionDigits: 0) } kB
arrived-signs = What each check says
arrived-check = Check
arrived-now = As it arrived
arrived-score = Our score: the chance, at most, that it was made or edited
arrived-tried = What you tried
arrived-tried-one = { $way }: { $verdict }
score =
    { $score ->
        [-1] It cannot tell
       *[other] { NUMBER($score, style: "percent", maximumFractionDigits: 0) }
    }
change-stronger = ▲ stronger
change-weaker = ▼ weaker

## Detector page: when it is wrong

cases-heading = When the detector is wrong
cases-lead = Here are pictures on which the detector fails or has nothing to say. Choose one, predict what it will say, and then open its report. The report is made by the detector itself, while you wait.
case-before = What the detector said before that: { $verdict }.
case-open = Open what it says
case-reason-case = Choose one of the pictures above.
case-reason-prediction = Say first what you expect. Then you can open what the detector says.
case-reason-nothing = You can open what the detector says now.
case-reason-opened = It is open below. To try another case, choose one above.
case-outcome = What came out
case-predicted = You expected: { $prediction }.
case-otherwise = This case was written for an earlier state of the detector, which said something else. Read its report below.
case-after = What to take along
case-report = The detector's report on it

## Detector page: accuracy

accuracy-heading = How often the detector is right
accuracy-missing = No figures are on record for this detector, so do not rely on it until they are.
accuracy-lead = A detector that does not say how often it is wrong asks for blind trust. These figures come from pictures that it did not learn from; only some of the quiz's real photographs, further down, helped to adjust it. Pictures unlike those can fool it more often.
accuracy-measured =
    Measured on { DATETIME($date, dateStyle: "long") }, with { NUMBER($real) } real photographs{ $edited ->
        [0] { " " }and { NUMBER($generated) } pictures made by computers.
       *[other] , { NUMBER($generated) } pictures made by computers, and { NUMBER($edited) } edited ones.
    }
accuracy-interval = The upright mark is the figure. The bar around it shows where the true value most likely lies: the fewer pictures, the wider the bar. One figure has none; what to compare it with stands below it.
accuracy-by-verdict = By verdict
accuracy-verdict-note = A verdict is more careful than the score further down. It says “probably” only if we can be 95% sure that at most 5 of 100 real photographs score as high, and if the score stays high when our trained detector looks at the picture saved again. So few photographs are accused for nothing. The price is that it often says “we cannot tell”, of real pictures and of made ones.
accuracy-by-delivery = By how the picture was passed on
accuracy-by-generator = By what made the picture
accuracy-by-kind = By what was done to the picture
accuracy-by-strength = By the strength of the sign
accuracy-by-stability = When the same picture is passed on in eight ways
accuracy-verdict =
    { $kind ->
        [photographs] Real photographs
       *[other] Made by a computer
    }: { $word ->
        [generated] called (probably) made by a computer
        [edited] called (probably) edited
        [no_sign] no sign found
       *[other] cannot tell
    }
accuracy-strength =
    { $kind ->
        [photographs] Real photographs
       *[other] Edited pictures
    }: { $strength ->
        [strong] a strong sign
        [moderate] a moderate sign
        [weak] a weak sign
       *[other] no sign
    }
accuracy-kind =
    { $kind ->
        [real] Real photographs
        [splice] Part of another photograph put in
        [copy_move] A part copied
        [removal] Something removed
        [retouch] Retouched
        [inpainting] A part filled in by a model
        [regeneration] Made anew by a model
       *[other] { $kind }
    }
accuracy-shrunk =
    { $generator ->
        [all] All pictures known only as small previews
       *[other] { $generator }, small previews
    }
accuracy-twins = Photographs whose detail was made anew: { $kind }
accuracy-flips = Signs found one way, and none another way
accuracy-changes = Not the same answer in all eight ways, “cannot tell” included
accuracy-caption = { $measure }. { $by }.
accuracy-of = Pictures
accuracy-value = Figure, and how sure it is
accuracy-pictures =
    { $count ->
        [one] 1 picture
       *[other] { NUMBER($count) } pictures
    }
accuracy-figure = { NUMBER($value, style: "percent", maximumFractionDigits: 0) } ({ NUMBER($low, style: "percent", maximumFractionDigits: 0) } to { NUMBER($high, style: "percent", maximumFractionDigits: 0) })
accuracy-command = To measure again: { $command }
percent = { NUMBER($share, style: "percent", maximumFractionDigits: 0) }

measure-balanced-accuracy = Right answers
measure-balanced-accuracy-means = How many of 100 answers are right, when half of the pictures are real and half are not. Guessing gets 50; the dashed line shows that.
measure-auc = Keeping apart
measure-auc-means = Take a real picture and a made one at random. How often does the detector find the made one more suspicious? Guessing gets 50 of 100; the dashed line shows that.
measure-hit-rate = Fakes found
measure-hit-rate-means = In how many of 100 made or edited pictures it finds what it looks for: a score above one half, or a strong sign. It misses the rest.
measure-false-alarm-rate = False alarms
measure-false-alarm-rate-means = How many of 100 real photographs it gives a strong sign all the same. The fewer, the better.
measure-strong-claim = Real photographs called a strong case
measure-strong-claim-means = How many of 100 real photographs the whole report calls a strong case. For that two kinds of trace must agree. How many it calls “probably made” or “probably edited” stands with the verdicts.
measure-share = How often it says so
measure-share-means = How many of 100 pictures get this answer.
measure-abstained = No answer
measure-abstained-means = For how many of 100 pictures it says that it cannot tell. That is an honest answer.
measure-ece = Sure for nothing
measure-ece-means = How far its certainty is from how often it is right. If it says 80% and is right 80 of 100 times, the figure is 0, which is best.
measure-ece-if-calibrated = Sure for nothing, by chance alone
measure-ece-if-calibrated-means = With few pictures the figure above is not 0 even for a detector that is exactly as sure as it should be. This is what it would come to. A figure in this range shows no fault.

## Programs that ask the detector

programs-file = Picture
programs-record = Record
programs-fault = This picture could not be examined because of a fault in this program. Please report the picture to whoever runs this site.
programs-analyse = Examine one picture: JPEG, PNG or WebP, at most 10 MB. Returns its record, or an error that says what to do.
programs-no-file = No picture came along. Upload one first, and name what the upload returned.

## Command line

file-missing = There is no such file. Check its name.
file-is-folder = This is a folder. Name the pictures in it, for example with *.jpg.
file-unreadable = This file cannot be opened. Check its name, and that you may read it.
analyse-fault = This picture could not be examined because of a fault in this program. The lines above say where; please report them.
maps-no-folder = The maps cannot be put into { $folder }: { $why }. Name another folder.
map-not-written = The map { $path } could not be written: { $why }.

trust-authority = { $name } (until { $expires }; SHA-256 { $fingerprint })
trust-authority-expired = { $name } (expired on { $expires }; SHA-256 { $fingerprint })
trust-updated =
    { $count ->
        [one] The trust list was replaced by this certificate. Open the app anew to use it.
       *[other] The trust list was replaced by these { $count } certificates. Open the app anew to use it.
    }
trust-added =
    { $count ->
        [one] This certificate is trusted now, too. Open the app anew to use it.
       *[other] These { $count } certificates are trusted now, too. Open the app anew to use them.
    }
trust-listed =
    { $count ->
        [0] No trust list is installed, so no signed note counts as proof. Install one with: python -m models trust update FILE_OR_ADDRESS
        [one] One certificate is trusted.
       *[other] { $count } certificates are trusted.
    }
trust-no-file = { $source } cannot be read. Give a file of PEM certificates, each beginning with a line '-----BEGIN CERTIFICATE-----'.
trust-no-certificates = { $source } holds no certificates that can be read, or one that is damaged. Give a file of PEM certificates, each beginning with a line '-----BEGIN CERTIFICATE-----'.
trust-not-an-authority = In { $source }, the certificate of { $name } may not vouch for others. Ask its owner for the certificate of the authority that issued it.
trust-private-key = { $source } holds a private key, which nobody should pass on. Give a file of certificates only.
trust-not-written = { $path } could not be written: { $why }. The certificates that were trusted before still are.
trust-not-https = { $address } is not safe against changes on the way. Give an address that begins with https.
trust-not-reached = { $address } cannot be reached. Check the address and the network, or download the file in a browser and give the file.
trust-refused = { $address } answered with status { $status } and no trust list. Check the address.
trust-sent-elsewhere = { $address } points on to { $other }. If you trust that place, give its address.
trust-too-large = { $address } sent more than a trust list can be. Check the address.
