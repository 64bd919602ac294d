/** How an answer gives the text of one file or several; `AnswerParser` reads it. */
export const FILES_FORMAT = `If all you write is one file, give its whole text in one fenced code block, and nothing else.

Otherwise give each file like this, the tags on lines of their own:

<edit path="src/card.css">
<new>
the whole text of the file
</new>
</edit>

And for a small change in a file that exists:

<edit path="src/card.css">
<old>
the lines to be replaced, whole and exactly as they stand in the file
</old>
<new>
the lines that take their place
</new>
</edit>

Quote as few lines as make the place unmistakable, and repeat in <new> those of them that stay. Where you replace a long run of lines, quote its first and its last two lines and put a line that holds only … between them. Paths are relative to the workspace. Outside of these, write one sentence at most.`;
