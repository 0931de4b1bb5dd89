import re


def test_nothing_on_the_page_asks_another_host(page):
    html = page.client.get("/").text
    assert re.findall(r'(?:src|href)="(https?://(?!testserver)[^"]+)', html) == []
