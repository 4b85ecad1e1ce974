using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Figment.Backend;

namespace Figment.Networks.Texts;

/// <summary>
/// Attention to the earlier tokens, softmax(q Kᵀ / √d) V, including the norms and the rotation of queries and keys. Only its
/// inputs are kept for the gradients: intermediate values are recomputed for one text and head at a time, which fits into the
/// cache (T. Dao et al., "FlashAttention", 2022, section 3.1).
/// </summary>
internal static unsafe class AttentionKernel<T, TLanes>
    where T : unmanaged
    where TLanes : struct, ILanes<T>
{
    private const int Lanes = SmallProducts.Lanes;

    /// <summary>Computes the attention.</summary>
    internal static void Forward(AttentionWork<T> work) =>
        ForEach(
            work,
            (group, room) =>
            {
                (int text, int shared) = Math.DivRem(group, work.KeyValueHeads);
                Tables tables = new(work, room);
                ReadKeys(work, text, shared, tables);
                for (int head = shared * work.Shared; head < (shared + 1) * work.Shared; head++)
                {
                    for (int i = 0; i < work.Length; i++)
                    {
                        ReadQuery(work, text, i, head, tables.Query);
                        Probabilities(tables, i, tables.Query, tables.Scores);
                        float* given = tables.Spare;
                        new Span<float>(given, tables.Size).Clear();
                        SmallProducts.AddRows(tables.Scores, 1, i + 1, tables.Values, given, tables.Size);
                        HeadRows<T, TLanes>.Write(given, work.HeadSize, work.Given(text, i, head));
                    }
                }
            }
        );

    /// <summary>Computes the gradients of queries, keys and values, and stores them in place of these.</summary>
    internal static void Backward(AttentionWork<T> work) =>
        ForEach(
            work,
            (group, room) =>
            {
                (int text, int shared) = Math.DivRem(group, work.KeyValueHeads);
                Tables tables = new(work, room);
                ReadKeys(work, text, shared, tables);
                SmallProducts.Turn(tables.Values, work.Length, tables.Size, tables.TurnedValues, tables.Room);
                float* dw = work.NormGradients + ((long)group * 2 * work.HeadSize);
                new Span<float>(dw, 2 * work.HeadSize).Clear();
                // Includes the gradients of the values, which follow those of the keys.
                new Span<float>(tables.KeyGradients, 2 * work.Length * tables.Size).Clear();
                for (int head = shared * work.Shared; head < (shared + 1) * work.Shared; head++)
                    Backward(work, text, head, tables, dw);
                for (int i = 0; i < work.Length; i++)
                {
                    T* keys = work.Row(text, i, work.Heads + shared);
                    HeadRows<T, TLanes>.TurnBack(
                        keys,
                        work.HeadSize,
                        work.KeyNorm,
                        Cosines(work, i),
                        Sines(work, i),
                        tables.KeyGradients + (i * tables.Size),
                        keys,
                        dw + work.HeadSize,
                        tables.Spare
                    );
                    HeadRows<T, TLanes>.Write(
                        tables.ValueGradients + (i * tables.Size),
                        work.HeadSize,
                        work.Row(text, i, work.Heads + work.KeyValueHeads + shared)
                    );
                }
            }
        );

    private static void Backward(in AttentionWork<T> work, int text, int head, in Tables tables, float* dw)
    {
        float scale = Scale(work);
        for (int i = 0; i < work.Length; i++)
        {
            float* query = tables.Queries + (i * tables.Size),
                given = tables.Given + (i * tables.Size);
            float* p = tables.Probabilities + ((long)i * tables.Room),
                ds = tables.ScoreGradients + ((long)i * tables.Room);
            ReadQuery(work, text, i, head, query);
            HeadRows<T, TLanes>.Read(work.Given(text, i, head), work.HeadSize, given);
            Probabilities(tables, i, query, p);
            int count = SmallProducts.Padded(i + 1);
            SmallProducts.AcrossColumns(given, work.HeadSize, tables.TurnedValues, tables.Room, ds, count);
            ScoreGradients(p, ds, count);

            float* dq = tables.Query;
            new Span<float>(dq, tables.Size).Clear();
            SmallProducts.AddRows(ds, 1, i + 1, tables.Keys, dq, tables.Size);
            for (int c = 0; c < work.HeadSize; c++)
                dq[c] *= scale;
            T* queries = work.Row(text, i, head);
            HeadRows<T, TLanes>.TurnBack(
                queries,
                work.HeadSize,
                work.QueryNorm,
                Cosines(work, i),
                Sines(work, i),
                dq,
                queries,
                dw,
                tables.Spare
            );
        }

        for (int j = 0; j < work.Length; j++)
        {
            int count = work.Length - j;
            long at = ((long)j * tables.Room) + j;
            SmallProducts.AddRows(
                tables.Probabilities + at,
                tables.Room,
                count,
                tables.Given + (j * tables.Size),
                tables.ValueGradients + (j * tables.Size),
                tables.Size
            );
            SmallProducts.AddRows(
                tables.ScoreGradients + at,
                tables.Room,
                count,
                tables.Queries + (j * tables.Size),
                tables.KeyGradients + (j * tables.Size),
                tables.Size
            );
        }
    }

    /// <summary>
    /// Computes the attention probabilities of token i for the tokens up to it; the rest of the last vector is 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Probabilities(in Tables tables, int i, float* query, float* p)
    {
        int count = SmallProducts.Padded(i + 1);
        SmallProducts.AcrossColumns(query, tables.HeadSize, tables.TurnedKeys, tables.Room, p, count);
        SmallProducts.Softmax(p, i + 1);
    }

    /// <summary>Converts gradients of probabilities into gradients of scores: p (dp − Σ p dp).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ScoreGradients(float* p, float* ds, int count)
    {
        Vector512<float> sums = default;
        for (int j = 0; j < count; j += Lanes)
            sums = Vector512.FusedMultiplyAdd(Vector512.Load(p + j), Vector512.Load(ds + j), sums);
        Vector512<float> mean = Vector512.Create(Vector512.Sum(sums));
        for (int j = 0; j < count; j += Lanes)
            (Vector512.Load(p + j) * (Vector512.Load(ds + j) - mean)).Store(ds + j);
    }

    private static void ReadQuery(in AttentionWork<T> work, int text, int at, int head, float* to) =>
        HeadRows<T, TLanes>.Turn(
            work.Row(text, at, head),
            work.HeadSize,
            work.QueryNorm,
            Cosines(work, at),
            Sines(work, at),
            Scale(work),
            to
        );

    /// <summary>Reads the keys and values of a text row by row, and the keys also column by column.</summary>
    private static void ReadKeys(in AttentionWork<T> work, int text, int shared, in Tables tables)
    {
        for (int t = 0; t < work.Length; t++)
        {
            float* keys = tables.Keys + (t * tables.Size),
                values = tables.Values + (t * tables.Size);
            HeadRows<T, TLanes>.Turn(
                work.Row(text, t, work.Heads + shared),
                work.HeadSize,
                work.KeyNorm,
                Cosines(work, t),
                Sines(work, t),
                1,
                keys
            );
            HeadRows<T, TLanes>.Read(work.Row(text, t, work.Heads + work.KeyValueHeads + shared), work.HeadSize, values);
        }

        SmallProducts.Turn(tables.Keys, work.Length, tables.Size, tables.TurnedKeys, tables.Room);
    }

    private static float Scale(in AttentionWork<T> work) => (float)(1 / Math.Sqrt(work.HeadSize));

    private static float* Cosines(in AttentionWork<T> work, int at) => work.Cosines + (at * (work.HeadSize / 2));

    private static float* Sines(in AttentionWork<T> work, int at) => work.Sines + (at * (work.HeadSize / 2));

    private static void ForEach(AttentionWork<T> work, Action<int, IntPtr> run) =>
        TorchOperators.ParallelFor(
            work.Batch * work.KeyValueHeads,
            (begin, end) =>
            {
                nuint bytes = (nuint)Tables.Numbers(work) * sizeof(float);
                void* room = NativeMemory.AlignedAlloc(bytes, 64);
                try
                {
                    NativeMemory.Clear(room, bytes);
                    for (long group = begin; group < end; group++)
                        run((int)group, (IntPtr)room);
                }
                finally
                {
                    NativeMemory.AlignedFree(room);
                }
            }
        );

    /// <summary>Memory for one text and the heads that share keys; rows and columns are padded with 0 to whole vectors.</summary>
    private readonly struct Tables
    {
        internal readonly int HeadSize,
            Size,
            Room;
        internal readonly float* Keys,
            Values,
            TurnedKeys,
            TurnedValues,
            Queries,
            Given,
            KeyGradients,
            ValueGradients,
            Probabilities,
            ScoreGradients,
            Query,
            Spare,
            Scores;

        internal Tables(in AttentionWork<T> work, IntPtr room)
        {
            HeadSize = work.HeadSize;
            (Size, Room) = Sizes(work);
            int rows = work.Length * Size,
                columns = Size * Room;
            float* next = (float*)room;
            float* Take(int count)
            {
                float* part = next;
                next += count;
                return part;
            }

            Keys = Take(rows);
            Values = Take(rows);
            Queries = Take(rows);
            Given = Take(rows);
            KeyGradients = Take(rows);
            ValueGradients = Take(rows);
            TurnedKeys = Take(columns);
            TurnedValues = Take(columns);
            Probabilities = Take(work.Length * Room);
            ScoreGradients = Take(work.Length * Room);
            Query = Take(Size);
            Spare = Take(Size);
            Scores = Take(Room);
        }

        internal static long Numbers(in AttentionWork<T> work)
        {
            (int size, int room) = Sizes(work);
            return (6L * work.Length * size) + (2L * size * room) + (2L * work.Length * room) + (2 * size) + room;
        }

        private static (int Size, int Room) Sizes(in AttentionWork<T> work) =>
            (SmallProducts.Padded(work.HeadSize), SmallProducts.Padded(work.Length));
    }
}
