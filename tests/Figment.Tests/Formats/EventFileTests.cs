using Figment.Formats;
using Tensorboard;

namespace Figment.Tests.Formats;

/// <summary>Event files of TensorBoard.</summary>
public sealed class EventFileTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_checksum_is_that_of_the_format()
    {
        byte[] bytes = [.. Enumerable.Range(0, 40).Select(i => (byte)(i * 37))];

        const uint CheckValue = 0xe3069283; // of CRC-32C
        Assert.Equal(CheckValue, unchecked(uint.RotateLeft(EventFile.Checksum("123456789"u8) - 0xa282ead8, 15)));
        Assert.All(
            Enumerable.Range(0, bytes.Length),
            length => Assert.Equal(EventRecords.Masked(bytes.AsSpan(0, length)), EventFile.Checksum(bytes.AsSpan(0, length)))
        );
    }

    [Fact]
    public void What_is_written_can_be_read_at_once_with_its_step_and_time()
    {
        using EventFile file = new(folder["log"], new Clock(Start));
        file.GoOnFrom(3);
        file.Write(4, EventValues.Scalar("loss/a", 0.5), EventValues.Scalar("loss/b", double.NaN));
        file.Write(5);

        IReadOnlyList<Event> events = EventRecords.Read(Assert.Single(EventRecords.Files(folder["log"])));

        Assert.Equal(["brain.Event:2", "", ""], events.Select(each => each.FileVersion));
        Assert.Equal([0L, 3L, 4L], events.Select(each => each.Step));
        Assert.All(events, each => Assert.Equal(Start.ToUnixTimeMilliseconds() / 1000.0, each.WallTime));
        Assert.Equal(
            [("loss/a", 0.5f), ("loss/b", float.NaN)],
            events[2].Summary.Value.Select(value => (value.Tag, value.SimpleValue))
        );
    }

    [Fact]
    public void A_file_comes_after_those_that_are_there_also_where_the_clock_was_set_back()
    {
        string taken = folder["log/events.out.tfevents.1700000000.else"],
            strange = folder["log/events.out.tfevents.x"];
        folder.Write(("log/events.out.tfevents.1700000000.else", "another's"), ("log/events.out.tfevents.x", "?"));
        foreach (int hours in new[] { 0, 0, -5 })
            new EventFile(folder["log"], new Clock(Start.AddHours(hours))).Dispose();

        string[] names = [.. EventRecords.Files(folder["log"]).Select(file => Path.GetFileName(file)!)];

        Assert.Equal(
            [
                "events.out.tfevents.1700000000.else",
                "events.out.tfevents.1795435200.figment",
                "events.out.tfevents.1795435201.figment",
                "events.out.tfevents.1795435202.figment",
                "events.out.tfevents.x",
            ],
            names
        );
        Assert.Equal(("another's", "?"), (File.ReadAllText(taken), File.ReadAllText(strange)));
    }

    [Fact]
    public void Texts_are_shown_as_they_are()
    {
        Summary.Types.Value value = EventValues.Texts("t", ["# one\r\n<b>*two*</b>", "", "猫\ud800"]);

        Assert.Equal(
            ["    # one\n    <b>*two*</b>", "    ", "    猫\ufffd"],
            value.Tensor.StringVal.Select(text => text.ToStringUtf8())
        );
        Assert.Equal((DataType.DtString, 3L), (value.Tensor.Dtype, Assert.Single(value.Tensor.TensorShape.Dim).Size));
    }

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
