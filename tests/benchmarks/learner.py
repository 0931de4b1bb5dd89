"""A learner without a browser: speaks Streamlit's own protocol over a real web socket."""

import time
from dataclasses import dataclass, field
from typing import Self

import websockets.asyncio.client
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Radio_pb2 import Radio
from streamlit.proto.WidgetStates_pb2 import WidgetState


class SessionError(RuntimeError):
    """The server drew something a learner could not go on from."""


@dataclass
class Learner:
    """One session that reads a page or plays the quiz.

    Attributes:
        socket: the open connection.
        page: its name in the address.
        elements: what is on the page, by place.
        query: the address's query, as the server last set it.
    """

    socket: websockets.asyncio.client.ClientConnection
    page: str = "quiz"
    elements: dict[tuple[int, ...], Element] = field(default_factory=dict)
    query: str = ""

    @classmethod
    async def join(cls, address: str, page: str = "quiz", query: str = "") -> Self:
        """Open a page of the site at ``http://host:port`` and wait until it is drawn."""
        socket = await websockets.asyncio.client.connect(
            address.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=["streamlit"],
            max_size=None,
            open_timeout=120,
        )
        learner = cls(socket, page, query=query)
        await learner._run()
        return learner

    async def press(self) -> float:
        """Do the next thing a learner does and return the seconds until the page is drawn.

        Starts a round, answers a picture, or goes on, whatever the page offers.
        """
        began = time.perf_counter()
        radios = [e.radio for e in self.elements.values() if e.WhichOneof("type") == "radio"]
        buttons = [e.button for e in self.elements.values() if e.WhichOneof("type") == "button"]
        if len(buttons) != 1:
            drawn = [element.WhichOneof("type") for element in self.elements.values()]
            raise SessionError(f"expected one button at {self.query!r}, found {drawn}")
        await self._run(_pressed(buttons[0].id), *(_chosen(radio) for radio in radios))
        return time.perf_counter() - began

    async def leave(self) -> None:
        """Close the session."""
        await self.socket.close()

    async def _run(self, *widgets: WidgetState) -> None:
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_name = self.page
        message.rerun_script.widget_states.widgets.extend(widgets)
        await self.socket.send(message.SerializeToString())
        await self._read_until_drawn()

    async def _read_until_drawn(self) -> None:
        drawn: dict[tuple[int, ...], Element] = {}
        while True:
            message = ForwardMsg.FromString(await self.socket.recv())
            match message.WhichOneof("type"):
                case "new_session":
                    drawn = {}
                case "delta":
                    place = tuple(message.metadata.delta_path)
                    drawn[place] = message.delta.new_element
                case "page_info_changed":
                    self.query = message.page_info_changed.query_string
                case "script_finished":
                    if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                        self.elements = drawn
                        return


def _pressed(button_id: str) -> WidgetState:
    return WidgetState(id=button_id, trigger_value=True)


def _chosen(radio: Radio) -> WidgetState:
    return WidgetState(id=radio.id, string_value=radio.options[0])
