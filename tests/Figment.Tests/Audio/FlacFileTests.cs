using Figment.Audio;

namespace Figment.Tests.Audio;

/// <summary>What the files of encoders (SoundGoldenTests) do not have.</summary>
public sealed class FlacFileTests
{
    [Fact]
    public void Every_way_of_storing_two_channels_gives_both_back()
    {
        long[] left = [100, -200, 32_767, -32_768],
            right = [101, -203, -32_768, 32_767];
        long[] side = [.. left.Zip(right, (l, r) => l - r)],
            mid = [.. left.Zip(right, (l, r) => (l + r) >> 1)];
        (int Layout, long[] First, long[] Second)[] cases =
        [
            (1, left, right),
            (8, left, side),
            (9, side, right),
            (10, mid, side),
        ];

        foreach ((int layout, long[] first, long[] second) in cases)
        {
            Sound sound = SoundBytes
                .Decode(
                    new FlacBuilder(channels: 2)
                        .Frame(
                            4,
                            frame => frame.Verbatim(layout == 9 ? 17 : 16, first).Verbatim(layout is 8 or 10 ? 17 : 16, second),
                            layout
                        )
                        .ToArray()
                )
                .Sound;

            Assert.Equal([.. left.Select(sample => sample / 32_768f)], sound.Channels[0]);
            Assert.Equal([.. right.Select(sample => sample / 32_768f)], sound.Channels[1]);
        }
    }

    [Fact]
    public void Blocks_of_several_sizes_and_depths_follow_each_other()
    {
        byte[] file = new FlacBuilder()
            .Frame(3, frame => frame.Verbatim(16, 1, 2, 3), isVariable: true)
            .Frame(1, frame => frame.Verbatim(8, -64), depth: 1, isVariable: true)
            .Frame(2, frame => frame.Verbatim(24, 1 << 22, 0), depth: 6, isVariable: true)
            .ToArray();

        Assert.Equal([1 / 32_768f, 2 / 32_768f, 3 / 32_768f, -0.5f, 0.5f, 0], SoundBytes.Decode(file).Sound.Channels[0]);
    }

    [Fact]
    public void Differences_may_be_plain_numbers()
    {
        // A fixed predictor of order 1 with one partition, whose parameter says that each difference follows in 5 bits.
        byte[] file = new FlacBuilder()
            .Frame(
                4,
                frame =>
                    frame
                        .Put(0, 1)
                        .Put(9, 6)
                        .Put(0, 1)
                        .Put(1000, 16)
                        .Put(0, 2)
                        .Put(0, 4)
                        .Put(15, 4)
                        .Put(5, 5)
                        .Put(-16, 5)
                        .Put(15, 5)
                        .Put(0, 5)
            )
            .ToArray();

        Assert.Equal([1000 / 32_768f, 984 / 32_768f, 999 / 32_768f, 999 / 32_768f], SoundBytes.Decode(file).Sound.Channels[0]);
    }

    [Fact]
    public void Damage_is_named_with_its_place()
    {
        byte[] good = SoundBytes.GoldenBytes("flac-blocks.flac");
        (Action<byte[]> Damage, string Reason)[] cases =
        [
            (file => file[1500] ^= 1, @"^it is damaged at 0\.\d+ s: .+$"),
            (file => file[30] ^= 1, @"^it is damaged: its samples do not match their MD5$"),
            (file => file[42] = 0xfe, @"^it is damaged at 0 s: a frame does not begin where the one before ends$"),
            (file => file[4] |= 127, "^it is damaged: it does not begin with the description of its samples$"),
        ];

        foreach ((Action<byte[]> damage, string reason) in cases)
        {
            byte[] file = [.. good];
            if (file[42] != 0xff)
                file = [.. file[..4], 0x80, .. file[5..42], .. file[FirstFrame(file)..]];
            damage(file);
            Assert.Matches(reason, SoundBytes.Refusal(file));
        }
    }

    [Fact]
    public void What_no_encoder_writes_is_refused()
    {
        (byte[] File, string Reason)[] cases =
        [
            (new FlacBuilder(channels: 2).Frame(1, frame => frame.Verbatim(16, 1)).ToArray(), "the number of channels changes"),
            (
                new FlacBuilder(channels: 2)
                    .Frame(1, frame => frame.Verbatim(16, 30_000).Verbatim(17, -30_000), layout: 8)
                    .ToArray(),
                "a sample exceeds its bit depth"
            ),
            (new FlacBuilder().Frame(2, frame => frame.Put(1, 8).Put(1, 40)).ToArray(), "a channel has no bits left"),
            (
                new FlacBuilder().Frame(2, frame => frame.Put(0, 1).Put(2, 6).Put(0, 1)).ToArray(),
                "a channel has an unknown coding"
            ),
            (
                new FlacBuilder().Frame(2, frame => frame.Put(0, 1).Put(12, 6).Put(0, 1)).ToArray(),
                "a prediction needs more samples than there are"
            ),
            (
                new FlacBuilder().Frame(9, frame => frame.Put(0, 1).Put(8, 6).Put(0, 1).Put(2, 2).Put(0, 30)).ToArray(),
                "residuals have an unknown coding"
            ),
            (
                new FlacBuilder().Frame(9, frame => frame.Put(0, 1).Put(8, 6).Put(0, 1).Put(0, 2).Put(1, 4).Put(0, 30)).ToArray(),
                "residuals are divided into parts that do not fit"
            ),
        ];

        Assert.All(cases, one => Assert.Matches($"^it is damaged at 0 s: ({one.Reason})$", SoundBytes.Refusal(one.File)));
    }

    [Fact]
    public void A_header_that_promises_hours_costs_nothing()
    {
        byte[] file = new FlacBuilder(channels: 8, bits: 32, length: (1L << 36) - 1).ToArray();
        _ = SoundBytes.Refusal(file);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal("it is cut short before its first sample", SoundBytes.Refusal(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 18);
    }

    [Fact]
    public void A_few_bytes_of_constant_samples_do_not_fill_memory()
    {
        // Eight channels of 655,350 samples a second would be 1.3 GB a minute.
        FlacBuilder file = new(rate: 655_350, channels: 8);
        for (int i = 0; i < 40; i++)
        {
            file.Frame(
                65_536,
                frame =>
                {
                    for (int channel = 0; channel < 8; channel++)
                        frame.Put(0, 8).Put(1_000, 16);
                },
                layout: 7
            );
        }

        (Sound sound, SoundFacts facts) = SoundBytes.Decode(file.ToArray());

        Assert.Equal((SoundBuffer.MostValues / 8, true), (sound.Length, facts.IsLimited));
        Assert.Equal(1_000 / 32_768f, sound.Channels[7][^1]);
    }

    private static int FirstFrame(byte[] file)
    {
        int at = 4;
        for (bool isLast = false; !isLast; )
        {
            isLast = (file[at] & 0x80) != 0;
            at += 4 + ((file[at + 1] << 16) | (file[at + 2] << 8) | file[at + 3]);
        }

        return at;
    }
}
