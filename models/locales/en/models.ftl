## Uploads that cannot be examined

refused-empty = This file is empty. Please choose a picture.
refused-too-many-bytes = This file is larger than { $limit } MB. Please choose a smaller one.
refused-too-many-pixels = This picture has more than { $limit } million pixels. Please choose a smaller one.
refused-format = This file is not a JPEG, PNG or WebP picture. Please choose one of those.
refused-damaged = This picture is damaged or incomplete and cannot be opened. Please try another copy of it.
